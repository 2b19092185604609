package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What people do who do not want to be called: before their telephone rings, while it rings, and
 * once they have answered. Telephones, provider and PBX are real. In the demo's tenant, left as
 * found.
 */
class CalledPeopleIT {
  private static final String TENANT = "/tenants/acme";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Presses * and, two seconds later, 9. */
  private static final String OPTS_OUT = "+442079460970";

  private static final String NEVER_ANSWERS = "+442079460920";
  private static final String FIRST = "+442079460121";
  private static final String SECOND = "+442079460122";

  private final Instance instance = Instance.running();
  private final Http http = new Http(instance);
  private final Peers peers = new Peers(instance);
  private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final String origin = Website.origin(instance.freePort(0));
  private String widget = "";
  private String key = "";
  private String pbx = "";

  @BeforeEach
  void aWidgetAndAPhone() throws Exception {
    pbx = Http.text(http.api("GET", TENANT, "").body(), "sip").replaceAll(":.*", "");
    HttpResponse<String> made =
        http.api(
            "POST",
            TENANT + "/widgets",
            "{\"name\":\"Called people %s\",\"origins\":\"%s\",\"agent\":\"101\"}"
                .formatted(System.currentTimeMillis(), origin));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    widget = TENANT + "/widgets/" + Http.text(made.body(), "id");
    key = Http.text(made.body(), "key");
    // All tests are one address, and some numbers are asked for again and again.
    Command.sql(instance, "DELETE FROM callback_limit;");
    await("the phone is there")
        .atMost(PATIENCE)
        .until(() -> peers.status().contains("phone_101_" + pbx.replace('.', '_') + " Registered"));
  }

  @AfterEach
  void leaveAsFound() throws Exception {
    phone("answer");
    peers.hangUp();
    http.api("DELETE", TENANT + "/privacy/opt-outs/" + OPTS_OUT, "");
    http.api("DELETE", widget, "");
  }

  @Test
  void whoever_presses_the_keys_while_talking_is_never_called_again() throws Exception {
    phone("stay");
    String id = ask(OPTS_OUT);
    await("both talk").atMost(PATIENCE).until(() -> status(id).contains("\"connected\""));
    assertThat(optOuts()).doesNotContain(OPTS_OUT);

    await("the key ended it").atMost(PATIENCE).until(() -> status(id).contains("\"ended\""));
    assertThat(events(OPTS_OUT)).containsExactly("INVITE", "ANSWERED", "ENDED");
    assertThat(optOuts()).contains(OPTS_OUT);
    assertThat(status(id)).as("nothing of it is told").doesNotContain("opted", "reason");
    assertThat(http.api("GET", TENANT + "/callbacks/" + id, "").body())
        .contains("\"opted-out\"", "pressed the key");
    await("the PBX wrote it down, too")
        .atMost(PATIENCE)
        .until(
            () ->
                http.api("GET", TENANT + "/call-records?limit=5&from=" + began, "")
                    .body()
                    .contains(OPTS_OUT));

    HttpResponse<String> again = http.requestCallback(key, origin, OPTS_OUT);
    assertThat(again.statusCode()).isEqualTo(422);
    HttpResponse<String> premium = http.requestCallback(key, origin, "0909 8790000");
    assertThat(again.body()).as("the answer of every other number").isEqualTo(premium.body());
    assertThat(
            http.api(
                    "POST",
                    TENANT + "/callbacks",
                    "{\"agent\":\"101\",\"visitor\":\"%s\",\"awake\":true}".formatted(OPTS_OUT))
                .statusCode())
        .isEqualTo(422);
    assertThat(events(OPTS_OUT)).containsOnlyOnce("INVITE");
  }

  @Test
  void whoever_cancels_before_the_own_telephone_rings_is_not_called() throws Exception {
    phone("silent");
    String first = ask(FIRST);
    await("the agent's phone rings")
        .atMost(PATIENCE)
        .until(() -> peers.phoneEvents(began, FIRST).contains("INVITE"));
    assertThat(status(first)).contains("\"calling\"");
    String second = ask(SECOND);
    assertThat(status(second)).contains("\"queued\"", "\"ahead\":1");

    assertThat(cancel(second).body()).contains("\"failed\"", "\"cancelled\"");
    assertThat(cancel(first).statusCode()).isEqualTo(200);
    await("the agent's phone stops")
        .atMost(PATIENCE)
        .until(() -> peers.phoneEvents(began, FIRST).equals(List.of("INVITE", "ENDED")));
    await("it says so")
        .atMost(PATIENCE)
        .until(() -> status(first).contains("\"failed\"") && status(first).contains("cancelled"));
    assertThat(cancel(first).statusCode()).as("once more").isEqualTo(200);
    assertThat(peers.phoneEvents(began, SECOND)).isEmpty();
    assertThat(events(FIRST)).isEmpty();
    assertThat(events(SECOND)).isEmpty();
  }

  @Test
  void whoever_cancels_when_the_own_telephone_rings_is_told_that_it_is_too_late() throws Exception {
    phone("stay");
    String id = ask(NEVER_ANSWERS);
    await("the visitor's telephone rings")
        .atMost(PATIENCE)
        .until(() -> events(NEVER_ANSWERS).contains("INVITE"));
    await("which the centre hears a moment later")
        .atMost(PATIENCE)
        .until(() -> cancel(id).statusCode() == 409);

    assertThat(cancel(id).body())
        .contains("urn:ringfence:problem:too-late", "do not pick up", "not called again");
    assertThat(status(id)).contains("\"calling\"");
    assertThat(events(NEVER_ANSWERS)).as("it rings on").containsExactly("INVITE");
    peers.hangUp();
    await("over and not tried again").atMost(PATIENCE).until(() -> status(id).contains("failed"));
    assertThat(events(NEVER_ANSWERS)).containsOnlyOnce("INVITE");
  }

  private void phone(String behaviour) throws IOException, InterruptedException {
    peers.behave("101", pbx, behaviour);
  }

  /** Returns the callback's id. */
  private String ask(String number) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.requestCallback(key, origin, number);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Http.text(answer.body(), "id");
  }

  private String status(String id) throws IOException, InterruptedException {
    return http.callback("GET", id, origin).body();
  }

  private HttpResponse<String> cancel(String id) throws IOException, InterruptedException {
    return http.callback("DELETE", id, origin);
  }

  private String optOuts() throws IOException, InterruptedException {
    return http.api("GET", TENANT + "/privacy", "").body();
  }

  /** What the provider saw of calls to a number since the test began. */
  private List<String> events(String number) throws IOException {
    return peers.providerEvents().stream()
        .filter(event -> event.number().equals(number) && !event.at().isBefore(began))
        .map(Peers.ProviderEvent::event)
        .toList();
  }
}
