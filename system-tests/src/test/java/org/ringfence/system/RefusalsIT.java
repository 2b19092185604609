package org.ringfence.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What Ringfence refuses, and the sentence that the person reads. At home in the demo's tenant,
 * which is left as it was found.
 */
class RefusalsIT {

  private static final String TENANT = "/tenants/acme";
  private static final String LINE_BREAK =
      "contains a character that cannot be seen (code point U+000A), for example a line break."
          + " Please remove it.";

  private final Instance instance = Instance.running();
  private final Http http = new Http(instance);
  private final Browser browser = new Browser();

  /** Distinguishes what this run made. */
  private final String run = Long.toString(System.currentTimeMillis(), 36);

  private final Deque<String> made = new ArrayDeque<>();

  @AfterEach
  void removeWhatWasMade() throws Exception {
    browser.close();
    while (!made.isEmpty()) {
      http.api("DELETE", made.pop(), "");
    }
  }

  @Test
  void a_trunk_host_with_a_line_break_is_refused_by_the_api_and_nothing_is_stored()
      throws Exception {
    HttpResponse<String> answer =
        http.api(
            "POST",
            TENANT + "/trunks",
            """
            {"name":"Evil %s","access":"registration","username":"u","password":"p",
             "host":"sip.example.com\\n[evil]\\ntype = endpoint"}
            """
                .formatted(run));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(Http.text(answer.body(), "field")).isEqualTo("host");
    assertThat(Http.text(answer.body(), "detail")).endsWith(LINE_BREAK);
    assertThat(http.api("GET", TENANT + "/trunks", "").body()).doesNotContain("Evil " + run);
  }

  @Test
  void a_trunk_host_with_a_line_break_is_refused_by_the_form_and_nothing_typed_is_lost()
      throws Exception {
    Portal admin = signedInAsTenantAdmin();
    admin.open("/t/acme/trunks/new");
    // A browser's text field drops line breaks, so this one is added on the way.
    admin
        .page()
        .route(Pattern.compile(".*/trunks/new.*"), route -> addLineBreak(route, "sip.example.com"));
    admin.fill("Name", "Evil " + run);
    admin.fill("Account name", "account");
    admin.fill("Provider's SIP server", "sip.example.com");
    admin.press("Save and apply");

    assertThat(admin.page().getByText(LINE_BREAK).first()).isVisible();
    Browser.screenshot(admin.page(), "trunk-refused");
    assertThat(admin.field("Account name")).hasValue("account");
    assertThat(http.api("GET", TENANT + "/trunks", "").body()).doesNotContain("Evil " + run);
  }

  private static void addLineBreak(Route route, String host) {
    String sent = route.request().postData();
    if (sent == null) {
      route.resume();
    } else {
      route.resume(
          new Route.ResumeOptions()
              .setPostData(
                  sent.replace(
                      host,
                      host
                          + URLEncoder.encode("\n[evil]\ntype=endpoint", StandardCharsets.UTF_8))));
    }
  }

  @Test
  void a_page_that_is_not_on_the_widgets_list_gets_no_call_and_its_owner_reads_why()
      throws Exception {
    String key = widgetFor(Website.origin(instance.freePort(0)));
    String elsewhere = Website.origin(instance.freePort(1));

    HttpResponse<String> answer = http.requestCallback(key, elsewhere, "020 7946 0123");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(Http.text(answer.body(), "detail"))
        .startsWith("This site may not use this callback widget.");

    try (Website website = new Website(instance.freePort(1), line(key))) {
      Page page = browser.window();
      page.navigate(website.url());
      assertThat(page.getByText("add " + elsewhere + " to the widget’s allowed sites").first())
          .isVisible();
    }
  }

  @Test
  void a_text_with_line_breaks_makes_no_line_of_the_log() throws Exception {
    String origin = Website.origin(instance.freePort(0));
    String key = widgetFor(origin);
    String mark = "forged-" + run;
    for (String end : List.of("\\n", "\\r", "\\r\\n", "\\u0085", "\\u2028")) {
      String line = "x" + end + mark + " SEVERE [all] is lost";
      http.requestCallback(key, origin, "020 7946 0177" + end + mark);
      http.requestCallback(
          key,
          origin,
          // One that is stored: all tests of this hour ask from one address, and use its limit up.
          end.equals("\\r\\n") ? "020 7946 0177" : "12",
          origin + "/" + line,
          "\"name\":\"%s\",\"at\":\"%s\",\"referrer\":\"https://%s\",\"utm_source\":\"%s\","
              .formatted(line, line, line, line));
      http.view(key, origin, "/" + line, line);
      http.api(
          "POST", TENANT + "/trunks", "{\"name\":\"%s\",\"host\":\"%s\"}".formatted(line, line));
    }
    for (String end : List.of("%0A", "%0D", "%0D%0A", "%C2%85", "%E2%80%A8")) {
      String line = end + mark;
      for (String path :
          List.of(
              "/" + line,
              "/t/acme/leads?q=" + line,
              "/t/" + line + "/leads",
              "/callback?code=" + line + "&state=" + line,
              "/callback?error=" + line + "&error_description=" + line,
              "/api/v1/tenants/" + line,
              "/widget/v1/widgets/" + line,
              "/widget/v1/widgets/" + key + "?lang=" + line,
              "/widget/v1/callbacks/" + line)) {
        http.open(path);
      }
    }

    assertThat(Files.readString(instance.home().resolve("logs/portal.log")))
        .as("nothing of what strangers write is there at all")
        .doesNotContain(mark);
  }

  @Test
  void a_number_that_is_none_is_refused_with_an_example_of_a_good_one() throws Exception {
    String origin = Website.origin(instance.freePort(0));
    String key = widgetFor(origin);

    HttpResponse<String> answer = http.requestCallback(key, origin, "12");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(Http.text(answer.body(), "field")).isEqualTo("number");

    try (Website website = new Website(instance.freePort(0), line(key))) {
      Page page = browser.window();
      page.navigate(website.url());
      page.getByLabel("Your phone number").fill("12");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Call me now")).click();
      assertThat(page.getByText("This does not look like a complete phone number").first())
          .isVisible();
      assertThat(page.getByLabel("Your phone number")).hasValue("12");
      Browser.screenshot(page, "visitor-refused");
    }
  }

  @Test
  void a_name_that_looks_like_markup_or_configuration_is_shown_as_it_was_typed() throws Exception {
    String name = "<img src=x onerror=hacked=1> ;[evil] ${SHELL(id)} " + run;
    Portal admin = signedInAsTenantAdmin();
    admin.open("/t/acme/trunks/new");
    admin.fill("Name", name);
    admin.fill("Provider's SIP server", instance.address(2));
    admin.fill("Account name", "nobody");
    admin.fill("Password", "nothing");
    admin.press("Save and apply");

    assertThat(admin.heading(name)).isVisible();
    String path = java.net.URI.create(admin.page().url()).getPath();
    made.push(TENANT + path.substring(path.indexOf("/trunks/")));
    assertThat(admin.page().evaluate("() => typeof window.hacked")).isEqualTo("undefined");
    assertThat(admin.page().locator(".rf-pill"))
        .hasText(
            Pattern.compile("Revision \\d+ is live"),
            new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions()
                .setTimeout(90_000));
  }

  private Portal signedInAsTenantAdmin() {
    Portal admin = new Portal(instance, browser.window());
    admin.signIn(
        "admin@acme.example.org", instance.secret("DEMO_ADMIN_PASSWORD"), "never asked for");
    return admin;
  }

  /** The public key of a new widget of the demo's tenant that may stand on this origin. */
  private String widgetFor(String origin) throws Exception {
    HttpResponse<String> extension =
        http.api(
            "POST",
            TENANT + "/extensions",
            "{\"number\":\"%s\",\"name\":\"Refusals\"}".formatted(freeNumber()));
    assertThat(extension.statusCode()).as(extension.body()).isEqualTo(201);
    made.push(TENANT + "/extensions/" + Http.text(extension.body(), "id"));
    HttpResponse<String> widget =
        http.api(
            "POST",
            TENANT + "/widgets",
            "{\"name\":\"Refusals %s\",\"origins\":\"%s\",\"agent\":\"%s\"}"
                .formatted(run, origin, Http.text(extension.body(), "number")));
    assertThat(widget.statusCode()).as(widget.body()).isEqualTo(201);
    made.push(TENANT + "/widgets/" + Http.text(widget.body(), "id"));
    return Http.text(widget.body(), "key");
  }

  /** Six digits, which no person of the demo has. */
  private static String freeNumber() {
    return String.valueOf(900_000 + System.currentTimeMillis() % 100_000);
  }

  private String line(String key) {
    return "<script type=\"module\" src=\"%s/widget/v1/ringfence-callback.js\"></script><ringfence-callback key=\"%s\"></ringfence-callback>"
        .formatted(instance.portalUrl(), key);
  }
}
