package org.ringfence.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a website's owner does with a widget. In the demo's tenant, which is left as found. */
class WidgetOwnerIT {
  private static final String TENANT = "/tenants/acme";
  private static final String HOSTILE =
      "=cmd|'/c calc'!A1<img src=x onerror=alert(1)><script>alert(2)</script>\u202e";

  private final Instance instance = Instance.running();
  private final Http http = new Http(instance);
  private final Browser browser = new Browser();
  private final Portal admin = new Portal(instance, browser.window());
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final String origin = Website.origin(instance.freePort(0));
  private String id = "";
  private String key = "";

  @BeforeEach
  void aWidgetAndItsOwner() throws Exception {
    HttpResponse<String> widget =
        http.api(
            "POST",
            TENANT + "/widgets",
            "{\"name\":\"Owner %s <b>x</b>\",\"origins\":\"%s\",\"agent\":\"101\"}"
                .formatted(System.currentTimeMillis(), origin));
    assertThat(widget.statusCode()).as(widget.body()).isEqualTo(201);
    id = Http.text(widget.body(), "id");
    key = Http.text(widget.body(), "key");
    admin.page().onDialog(dialog -> ran.add(dialog.message()));
    admin.signIn(
        "admin@acme.example.org", instance.secret("DEMO_ADMIN_PASSWORD"), "never asked for");
  }

  @AfterEach
  void leaveAsFound() throws Exception {
    browser.close();
    http.api("DELETE", TENANT + "/widgets/" + id, "");
  }

  @Test
  void the_designer_names_what_both_sides_hear_and_when_a_call_is_tried_again() throws Exception {
    String sound =
        created(
            "/sounds",
            "{\"name\":\"Whisper of a widget\",\"voice\":\"en-gb\",\"text\":\"Press 1.\"}");
    String prompt =
        created(
            "/call-handling/agent-prompt",
            "{\"name\":\"Press one to take it\",\"whisper\":\"%s\",\"widgets\":\"%s\"}"
                .formatted(sound, id));
    Page page = admin.page();
    admin.open("/t/acme/widgets/" + id + "/design");
    Locator calls = page.locator("#calls");

    assertThat(calls).containsText("Press one to take it");
    assertThat(calls.locator("a[href='/t/acme/callbacks/retries']")).isVisible();
    calls.locator("a", new Locator.LocatorOptions().setHasText("Press one to take it")).click();
    assertThat(page.locator("[id='form:name']")).hasValue("Press one to take it");
    http.api("DELETE", TENANT + "/call-handling/agent-prompt/" + prompt, "");
    http.api("DELETE", TENANT + "/sounds/" + sound, "");
  }

  /** The id of what is new. */
  private String created(String path, String body) throws Exception {
    HttpResponse<String> answer = http.api("POST", TENANT + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Http.text(answer.body(), "id");
  }

  @Test
  void the_preview_is_the_element_and_follows_what_is_typed() throws Exception {
    Page page = admin.page();
    admin.open("/t/acme/widgets/" + id + "/design");
    Locator panel = page.locator("#preview .panel");
    assertThat(panel).isVisible();
    assertThat(page.locator("[id='form:text_en_heading']"))
        .hasAttribute("placeholder", "We call you back");
    page.locator("[id='form:surface']").fill("#102030");
    assertThat(panel).hasCSS("background-color", "rgb(16, 32, 48)");
    page.locator("details[data-texts=en] summary").click();
    page.locator("[id='form:text_en_heading']").fill("Talk <i>to</i> us");
    assertThat(page.locator("#preview h2")).hasText("Talk <i>to</i> us");
    page.locator("[id='form:text_en_consent']").fill("You may call me.");
    assertThat(page.locator("#preview .consent")).hasText("You may call me.");
    page.locator("#previewLanguage").selectOption("ar");
    assertThat(page.locator("#preview .frame")).hasAttribute("dir", "rtl");
    Browser.screenshot(page, "widget-design");

    admin.press("Save");
    assertThat(page.locator("#snippet")).isVisible();
    assertThat(http.widgetConfig(key, origin).body())
        .contains("\"surface\":\"#102030\"")
        .contains("\"heading\":\"Talk <i>to</i> us\"");
  }

  @Test
  void a_website_that_asked_from_outside_the_list_is_added_with_a_button() throws Exception {
    String other = "https://other.example";
    assertThat(http.widgetConfig(key, other).statusCode()).isEqualTo(403);
    assertThat(http.widgetConfig(key, origin).statusCode()).isEqualTo(200);
    admin.open("/t/acme/widgets/" + id);
    assertThat(admin.page().locator("#check")).containsText("Not on the list");
    Browser.screenshot(admin.page(), "widget-check");
    admin.press("Add it");
    assertThat(admin.page().locator("#check")).not().containsText("Not on the list");
    assertThat(http.widgetConfig(key, other).statusCode()).isEqualTo(200);

    admin.page().locator("[id='cspForm:policy']").fill("default-src 'none'");
    admin.press("Check");
    assertThat(admin.page().locator("[id='cspForm:findings']")).containsText("script-src");
  }

  @Test
  void hostile_texts_of_visitors_run_in_no_page_and_no_export() throws Exception {
    assertThat(
            http.api(
                    "PUT",
                    TENANT + "/widgets/" + id + "/design",
                    "{\"name\":\"optional\",\"closed\":\"later\",\"times\":true}")
                .statusCode())
        .isEqualTo(200);
    String hostile = HOSTILE.replace("\u202e", "");
    // Far ahead, so that nobody is called.
    String config = http.widgetConfig(key, origin).body();
    String times = config.substring(config.indexOf("\"times\":[") + 9);
    String last = times.substring(0, times.indexOf(']')).replaceAll(".*,", "");
    HttpResponse<String> asked =
        http.requestCallback(
            key,
            origin,
            "020 7946 " + String.format("%04d", System.nanoTime() / 1000 % 10_000),
            origin + "/" + hostile,
            "\"name\":\"%s\",\"at\":\"%s\",\"referrer\":\"https://evil.example/%s\","
                    .formatted(hostile, last, hostile)
                + Stream.of("source", "medium", "campaign", "term", "content")
                    .map(each -> "\"utm_%s\":\"%s\",".formatted(each, hostile))
                    .collect(Collectors.joining()));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
    String lead = Http.text(asked.body(), "id");
    String number = Http.text(http.api("GET", TENANT + "/leads/" + lead, "").body(), "visitor");
    http.api("PUT", TENANT + "/leads/" + lead, "{\"notes\":\"%s\"}".formatted(hostile));

    String page = "/" + hostile;
    assertThat(http.view(key, origin, page, "=1+1<img src=x onerror=alert(3)>").statusCode())
        .isEqualTo(204);
    await("the view is counted")
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                Command.sql(
                        instance,
                        "SELECT count(*) FROM widget_view WHERE widget_id = '%s' AND value = '%s'"
                            .formatted(id, page.replace("'", "''")))
                    .strip()
                    .equals("1"));

    for (String path :
        List.of(
            "",
            "callbacks/report",
            "audit",
            "leads",
            "leads?q=%3Cscript",
            "leads/" + lead,
            "callbacks",
            "callbacks/" + lead,
            "analytics",
            "privacy?q=" + number.replace("+", "%2B"),
            "widgets",
            "widgets/" + id,
            "search?q=" + number.substring(4))) {
      assertThat(admin.open("/t/acme/" + path)).as(path).isEqualTo(200);
      admin.page().waitForLoadState();
      assertThat(ran).as(path).isEmpty();
      assertThat(admin.page().locator("main img, main script:not([src])").count())
          .as(path)
          .isZero();
      assertThat(admin.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
          .as("%s has room for it", path)
          .isEqualTo(true);
      Browser.screenshot(admin.page(), "hostile-" + path.replaceAll("[^a-z]+.*", ""));
    }
    admin.open("/t/acme/leads/" + lead);
    assertThat(admin.page().locator("h1")).containsText(hostile);

    APIResponse csv = admin.page().request().get(instance.portalUrl() + "/export/acme/leads.csv");
    assertThat(csv.headers().get("content-type")).startsWith("text/csv");
    assertThat(csv.text()).contains("\"'=cmd|").doesNotContainPattern("(^|,)\"[=@-]");

    APIResponse report =
        admin.page().request().get(instance.portalUrl() + "/callback-report/acme/callbacks.csv");
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.headers().get("content-type")).startsWith("text/csv");
    assertThat(report.text()).doesNotContainPattern("(?m)(^|,)\"?[=@]");

    APIResponse person =
        admin
            .page()
            .request()
            .get(instance.portalUrl() + "/person-export/acme?number=" + number.replace("+", "%2B"));
    assertThat(person.status()).isEqualTo(200);
    assertThat(person.headers())
        .as("a file, and nothing that a browser shows")
        .containsEntry("x-content-type-options", "nosniff")
        .hasEntrySatisfying("content-type", type -> assertThat(type).startsWith("application/json"))
        .hasEntrySatisfying(
            "content-disposition", shown -> assertThat(shown).startsWith("attachment"));
    assertThat(person.text()).contains(hostile);

    admin.open("/t/acme/privacy?q=" + number.replace("+", "%2B"));
    admin.page().locator("#eraseForm summary").click();
    admin.page().locator("[id='eraseForm:erased']").fill(number);
    admin.press("Erase a person");
    assertThat(admin.page().getByText("The person is erased.").first()).isVisible();
    admin.open("/t/acme/leads/" + lead);
    assertThat(admin.page().locator("h1")).not().containsText(hostile);
    assertThat(admin.page().locator("h1")).containsText(Pattern.compile("\\+44.*000000"));
  }
}
