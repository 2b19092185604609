package org.ringfence.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How far strangers may use a tenant's telephone, and the switch that stops them. At home in the
 * demo's tenant, which is left as it was found.
 */
class CallbackLimitsIT {

  private static final String TENANT = "/tenants/acme";
  private static final String POLICY = TENANT + "/callback-policy";

  private final Instance instance = Instance.running();
  private final Http http = new Http(instance);
  private final Browser browser = new Browser();
  private final Portal admin = new Portal(instance, browser.window());
  private final Deque<String> made = new ArrayDeque<>();

  @BeforeEach
  void signIn() {
    admin.signIn(
        "admin@acme.example.org", instance.secret("DEMO_ADMIN_PASSWORD"), "never asked for");
  }

  @AfterEach
  void leaveAsFound() throws Exception {
    browser.close();
    http.api("PUT", POLICY, "{\"halted\":false,\"dailyMinutes\":600}");
    while (!made.isEmpty()) {
      http.api("DELETE", made.pop(), "");
    }
  }

  @Test
  void one_switch_stops_all_callbacks_and_lets_them_go_on() throws Exception {
    String origin = Website.origin(instance.freePort(0));
    String key = widgetFor(origin);
    admin.open("/t/acme/callbacks");

    admin.page().locator("#haltForm summary").click();
    admin.press("Stop all callbacks");
    assertThat(admin.page().locator("#halted")).containsText("All callbacks are stopped");
    Browser.screenshot(admin.page(), "callbacks-stopped");
    assertThat(Http.text(http.requestCallback(key, origin, "020 7946 0123").body(), "detail"))
        .isEqualTo("This website does not take callbacks at the moment.");

    admin.page().locator("#haltForm summary").click();
    admin.press("Take callbacks again");
    assertThat(admin.page().locator("#halted")).hasCount(0);
    assertThat(http.requestCallback(key, origin, "12").body())
        .contains("This is not a complete telephone number");
  }

  @Test
  void limits_are_changed_on_a_page_and_a_bad_one_is_refused_at_its_field() throws Exception {
    admin.open("/t/acme/callbacks/limits");
    admin.fill("Minutes a day", "0");
    admin.press("Save");
    assertThat(admin.page().getByText("The minutes a day are a number from 1 to").first())
        .isVisible();
    Browser.screenshot(admin.page(), "callback-limits");

    admin.fill("Minutes a day", "45");
    admin.press("Save");
    assertThat(admin.page().locator("#usage")).containsText("of at most 45 minutes");
    assertThat(http.api("GET", POLICY, "").body()).contains("\"dailyMinutes\":45");
  }

  private String widgetFor(String origin) throws Exception {
    HttpResponse<String> widget =
        http.api(
            "POST",
            TENANT + "/widgets",
            "{\"name\":\"Limits %s\",\"origins\":\"%s\",\"agent\":\"101\"}"
                .formatted(System.currentTimeMillis(), origin));
    assertThat(widget.statusCode()).as(widget.body()).isEqualTo(201);
    made.push(TENANT + "/widgets/" + Http.text(widget.body(), "id"));
    return Http.text(widget.body(), "key");
  }
}
