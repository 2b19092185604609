package org.ringfence.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * From sign-in to a trunk that works, what the form refuses, what the doctor in the VM finds, and
 * programs that watch it with a key. At home in the demo's tenant, which is left as it was found.
 */
class TrunkDoctorIT {
  private static final String TENANT = "/tenants/acme";
  private static final String PRESET = "sipgate trunking";

  /** A guest under emulation that shares its processor takes its time. */
  private static final Duration SIP_PATIENCE = Duration.ofMinutes(4);

  private final Instance instance = Instance.running();
  private final Http http = new Http(instance);
  private final Peers peers = new Peers(instance);
  private final Browser browser = new Browser();
  private final Portal admin = new Portal(instance, browser.window());
  private final Page page = admin.page();
  private final String account = "doc" + Long.toString(System.currentTimeMillis(), 36);
  private final Deque<String> made = new ArrayDeque<>();

  @BeforeEach
  void signIn() {
    admin.signIn(
        "admin@acme.example.org", instance.secret("DEMO_ADMIN_PASSWORD"), "never asked for");
  }

  @AfterEach
  void removeWhatWasMade() throws Exception {
    browser.close();
    while (!made.isEmpty()) {
      http.api("DELETE", made.pop(), "");
    }
    peers.remove(account);
  }

  @Test
  void a_trunk_with_a_preset_takes_five_clicks_and_three_fields_and_the_doctor_finds_it_well()
      throws Exception {
    String password = peers.account(account);
    count();

    admin.follow("Trunks");
    admin.follow("New trunk");
    page.getByLabel("Provider", new Page.GetByLabelOptions().setExact(true)).click();
    admin.choose("Provider", PRESET);
    assertThat(admin.field("Name")).hasValue(PRESET);
    // The preset's server is on the internet; the test's own one is here.
    admin.fill("Provider's SIP server", instance.address(2));
    admin.fill("Account name", account);
    admin.fill("Password", password);
    admin.press("Save and apply");

    assertThat(page.locator("#trunkState"))
        .containsText("Registered", containsWithin(SIP_PATIENCE));
    assertThat(counted("clicks")).as("clicks").isBetween(1, 5);
    assertThat(counted("fields")).as("typed fields").isEqualTo(3);
    String trunk = lastSegment();
    made.push(TENANT + "/trunks/" + trunk);

    admin.follow("Test");
    admin.press("Test this trunk");
    Locator registered = page.locator("[data-finding=registered]");
    assertThat(registered)
        .containsText("Account name and password are right", containsWithin(SIP_PATIENCE));
    assertThat(page.locator("#doctorState")).containsText("Done");
    assertThat(page.locator(".rf-ladder")).containsText("REGISTER sip:");
    assertThat(page.locator(".rf-ladder")).not().containsText("response=");
    Browser.screenshot(page, "trunk-doctor");
  }

  @Test
  void the_doctor_says_that_a_password_is_wrong_and_a_key_reads_it_and_changes_nothing()
      throws Exception {
    peers.account(account);
    HttpResponse<String> trunk =
        http.api(
            "POST",
            TENANT + "/trunks",
            "{\"name\":\"%s\",\"host\":\"%s\",\"username\":\"%s\",\"password\":\"wrong\"}"
                .formatted(account, instance.address(2), account));
    String path = TENANT + "/trunks/" + Http.text(trunk.body(), "id");
    made.push(path);
    admin.open("/t/acme" + path.substring(TENANT.length()));
    assertThat(page.locator("#trunkState")).containsText("Refused", containsWithin(SIP_PATIENCE));
    String key = newKey();
    admin.open("/t/acme" + path.substring(TENANT.length()));

    try (Events events = new Events(key)) {
      admin.follow("Test");
      admin.press("Test this trunk");
      assertThat(page.locator("[data-finding=password-wrong]"))
          .containsText("The password is wrong", containsWithin(SIP_PATIENCE));
      Browser.screenshot(page, "trunk-doctor-password");
      events.awaits("event: examination");
    }

    HttpResponse<String> read = withKey(key, "GET", path + "/examinations");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).contains("\"password-wrong\"");
    assertThat(withKey(key, "DELETE", path).statusCode()).isEqualTo(403);
    assertThat(withKey(key, "GET", "/tenants/elsewhere/trunks").statusCode()).isEqualTo(404);
    assertThat(withKey(key, "GET", TENANT + "/api-keys").statusCode()).isEqualTo(403);
    HttpResponse<String> tagged = withKey(key, "GET", path);
    assertThat(tagged.headers().firstValue("ETag")).isPresent();

    admin.open("/t/acme/api-keys");
    page.locator("tr", new Page.LocatorOptions().setHasText(account))
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke"))
        .click();
    assertThat(page.getByText(account)).hasCount(0);
    assertThat(withKey(key, "GET", path).statusCode()).isEqualTo(401);
  }

  @Test
  void every_wrong_value_is_refused_at_its_field_and_stays_there() {
    admin.open("/t/acme/trunks");
    String taken = page.locator("table a").first().innerText();
    admin.open("/t/acme/trunks/new");
    page.locator("summary", new Page.LocatorOptions().setHasText("Advanced")).click();

    refused("host", "not a host!! :999999");
    refused("port", "999999");
    refused("registrationSeconds", "999999");
    refused("qualifySeconds", "-5");
    refused("codecs", "NOSUCH,$$$");
    page.locator("[id$=':host']").fill("sip.example.com");
    page.locator("[id$=':port']").fill("");
    page.locator("[id$=':registrationSeconds']").fill("300");
    page.locator("[id$=':qualifySeconds']").fill("30");
    page.locator("[id$=':codecs']").fill("");
    page.locator("[id$=':username']").fill("account");
    page.locator("[id$=':password']").fill("secret");
    page.locator("[id$=':name']").fill(taken);
    admin.press("Save and apply");
    assertThat(page.locator("[id$=':nameMessage']")).containsText("Another trunk");
    assertThat(page.locator("[id$=':name']")).hasValue(taken);
  }

  private void refused(String field, String value) {
    Locator input = page.locator("[id$=':" + field + "']");
    input.fill(value);
    input.blur();
    assertThat(page.locator("[id$=':" + field + "Message']")).not().isEmpty();
    assertThat(input).hasValue(value);
  }

  /** Counts clicks and changed fields from now on, over all pages. */
  private void count() {
    page.context()
        .addInitScript(
            "addEventListener('click', e => { if (e.isTrusted) bump('clicks') }, true);"
                + "addEventListener('change', e => { if (e.target.matches('input:not([type=radio],"
                + "[type=checkbox]), textarea')) bump('fields') }, true);"
                + "const bump = what => localStorage.setItem(what,"
                + " 1 + Number(localStorage.getItem(what) || 0));");
    page.evaluate("localStorage.clear()");
    page.reload();
  }

  private int counted(String what) {
    Object number = page.evaluate("what => Number(localStorage.getItem(what) || 0)", what);
    return ((Number) number).intValue();
  }

  private String lastSegment() {
    String path = URI.create(page.url()).getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Makes a key that may read, on the page, and returns its secret. */
  private String newKey() {
    admin.open("/t/acme/api-keys");
    page.locator("[id='form:name']").fill(account);
    admin.press("Make a key");
    Locator secret = page.locator("#secret");
    assertThat(secret).isVisible();
    String text = secret.innerText().strip();
    Browser.screenshot(page, "api-keys");
    admin.open("/t/acme/api-keys");
    assertThat(page.locator("#secret")).hasCount(0);
    return text;
  }

  private HttpResponse<String> withKey(String key, String method, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(instance.portalUrl() + "/api/v1" + path))
                .header("Authorization", "Bearer " + key)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
  }

  private static LocatorAssertions.ContainsTextOptions containsWithin(Duration limit) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout((double) limit.toMillis());
  }

  /** The tenant's events, followed by a program. */
  private final class Events implements AutoCloseable {
    private final BufferedReader lines;

    Events(String key) throws Exception {
      HttpResponse<java.io.InputStream> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(instance.portalUrl() + "/api/v1" + TENANT + "/events"))
                      .header("Authorization", "Bearer " + key)
                      .header("Accept", "text/event-stream")
                      .build(),
                  BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    void awaits(String line) {
      assertTimeoutPreemptively(
          SIP_PATIENCE,
          () -> {
            String read = lines.readLine();
            while (read != null && !read.strip().equals(line)) {
              read = lines.readLine();
            }
            assertThat(read).as("a line of the stream").isNotNull();
          });
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
