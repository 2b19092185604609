package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Names that callers send and that called people have, made to harm whoever shows them: a real call
 * with a real SIP message, seen while it runs and afterwards. In the demo's tenant, left as found.
 */
class HostileNamesIT {
  private static final String TENANT = "/tenants/acme";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** As the scenario sends it, without the sign that turns the direction of writing. */
  private static final String CALLER =
      "=cmd|'/c calc'!A1<img src=x onerror=alert(1)><script>alert(2)</script>";

  private static final String CALLED = "=1+1<svg onload=alert(3)>\"'>";

  private final Instance instance = Instance.running();
  private final Http http = new Http(instance);
  private final Peers peers = new Peers(instance);
  private final Browser browser = new Browser();
  private final Portal admin = new Portal(instance, browser.window());
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private String extension = "";
  private String before = "";
  private String pbx = "";

  @BeforeEach
  void aPersonWithAHostileName() throws Exception {
    pbx = Http.text(http.api("GET", TENANT, "").body(), "sip").replaceAll(":.*", "");
    String all = http.api("GET", TENANT + "/extensions", "").body();
    String own = all.substring(all.lastIndexOf('{', all.indexOf("\"number\":\"101\"")));
    extension = TENANT + "/extensions/" + Http.text(own, "id");
    before = Http.text(own, "name");
    assertThat(http.api("PUT", extension, named(CALLED)).statusCode()).isEqualTo(200);
    await("the new name is live")
        .atMost(PATIENCE)
        .until(() -> newestRevision().contains("\"state\":\"APPLIED\""));
    await("the phone is there")
        .atMost(PATIENCE)
        .until(() -> peers.status().contains("phone_101_" + pbx.replace('.', '_') + " Registered"));
    admin.page().onDialog(dialog -> ran.add(dialog.message()));
    admin.signIn(
        "admin@acme.example.org", instance.secret("DEMO_ADMIN_PASSWORD"), "never asked for");
  }

  @AfterEach
  void leaveAsFound() throws Exception {
    browser.close();
    http.api("PUT", extension, named(before));
    Command.sql(
        instance,
        "DELETE FROM voice_message WHERE caller_number = '+442079460199' AND mailbox = '101';");
  }

  private static String named(String name) {
    return "{\"name\":\"%s\"}".formatted(name.replace("\"", "\\\""));
  }

  private String newestRevision() throws Exception {
    String all = http.api("GET", TENANT + "/revisions", "").body();
    return all.substring(0, all.indexOf('}') + 1);
  }

  @Test
  void names_of_callers_and_called_people_run_in_no_page_and_no_export() throws Exception {
    Process caller = call();
    try {
      await("the call is on record while it runs")
          .atMost(PATIENCE)
          .until(() -> records().contains("\"outcome\":\"RUNNING\""));
      look("history");
      look("calls");
      assertThat(caller.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(caller.exitValue()).as("the call went as the scenario says").isZero();
    } finally {
      caller.destroy();
    }
    await("the call is over")
        .atMost(PATIENCE)
        .until(() -> records().contains("\"outcome\":\"ANSWERED\""));
    String record = records();
    assertThat(Http.text(record, "callerName"))
        .as("what the caller sent, without what cannot be seen")
        .startsWith("=cmd|")
        .contains("<script>")
        .doesNotContain("\u202e");
    leaveAMessage(Http.text(record, "callerName"));
    String id = Http.text(record, "id");
    for (String path :
        List.of(
            "",
            "history",
            "history?q=cmd",
            "history/" + id,
            "voicemail",
            "extensions",
            "extensions" + extension.substring(extension.lastIndexOf('/')),
            "extensions" + extension.substring(extension.lastIndexOf('/')) + "/generated",
            "revisions",
            "search?q=cmd",
            "audit")) {
      look(path);
    }
    admin.open("/t/acme/history/" + id);
    assertThat(admin.page().locator("main").innerText()).contains(CALLER);

    APIResponse csv =
        admin.page().request().get(instance.portalUrl() + "/download/acme/calls.csv?from=" + began);
    assertThat(csv.headers().get("content-type")).startsWith("text/csv");
    assertThat(csv.text()).contains("\"'=cmd|").doesNotContainPattern("(?m)(^|,)\"[=@+-][^0-9]");
  }

  /** Nothing of it ran, nothing of it became an element, and the page has room for it. */
  private void look(String path) {
    assertThat(admin.open("/t/acme/" + path)).as(path).isEqualTo(200);
    admin.page().waitForLoadState();
    assertThat(ran).as(path).isEmpty();
    assertThat(
            admin
                .page()
                .locator(
                    "main img[src=x], main script:not([src]), main svg[onload], main [onerror]")
                .count())
        .as(path)
        .isZero();
    assertThat(admin.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
        .as("%s has room for it", path)
        .isEqualTo(true);
  }

  /** The newest call of this caller, since the test began. */
  private String records() throws Exception {
    String all =
        http.api("GET", TENANT + "/call-records?limit=5&q=2079460199&from=" + began, "").body();
    int end = all.indexOf("},{");
    return end < 0 ? all : all.substring(0, end);
  }

  /** SIPp where the provider is, which the PBX knows by its address. */
  private Process call() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "ip",
            "netns",
            "exec",
            instance.namespace("provider"),
            "sipp",
            pbx + ":5060",
            "-sf",
            Path.of("src/test/sipp/hostile-caller.xml").toAbsolutePath().toString(),
            "-s",
            "+442079460777",
            "-i",
            instance.address(2),
            "-mi",
            instance.address(2),
            "-p",
            "5070",
            "-m",
            "1",
            "-nostdin",
            "-timeout",
            "120s");
    return builder
        .directory(Path.of("target").toFile())
        .redirectErrorStream(true)
        .redirectOutput(Path.of("target/hostile-caller.out").toFile())
        .start();
  }

  /** As the guest reports it, with the name that came by SIP. */
  private void leaveAMessage(String name) throws Exception {
    String tenant = Http.text(http.api("GET", TENANT, "").body(), "id");
    Command.sql(
        instance,
        """
        INSERT INTO voice_message (tenant_id, id, mailbox, folder, caller_number, caller_name, seconds, received_at, mail_state, mail_to, mail_due)
          VALUES ('%s', '%d-0000000b', '101', 'INBOX', '+442079460199', '%s', 12, %d, 'NONE', '', 0);
        """
            .formatted(
                tenant,
                System.nanoTime() / 1000,
                name.replace("\\\"", "\"").replace("\\", "\\\\").replace("'", "''"),
                began.getEpochSecond() * 1_000_000));
  }
}
