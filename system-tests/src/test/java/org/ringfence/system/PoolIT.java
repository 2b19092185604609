package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that waits becomes a new tenant's, and answers as its PBX. */
class PoolIT {
  private static final String POOL = "/pool";
  private static final String SLUG = "pool-" + System.currentTimeMillis() % 1_000_000_000;

  /** For what an emulated machine on a loaded host does; a saved state may still be made. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final Http http = new Http(Instance.running());
  private String before = "";

  @BeforeEach
  void letOneWait() throws Exception {
    before = pool().replaceFirst(".*\"size\"\\s*:\\s*(\\d+).*", "$1");
    resize("1");
  }

  @AfterEach
  void leaveAsFound() throws Exception {
    http.api("DELETE", "/tenants/" + SLUG, "");
    resize(before);
  }

  private String pool() throws Exception {
    HttpResponse<String> answer = http.api("GET", POOL, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private void resize(String size) throws Exception {
    HttpResponse<String> answer = http.api("PUT", POOL, "{\"size\":" + size + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void awaitWaiting() {
    await("one waits")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(pool()).containsPattern("\"waiting\"\\s*:\\s*1\\b"));
  }

  @Test
  void aNewTenantGetsTheMachineThatWaitsAndAnotherOneTakesItsPlace() throws Exception {
    assertThat(http.api("PUT", POOL, "{\"size\":101}").statusCode()).isEqualTo(422);
    awaitWaiting();
    String waited = Http.text(pool(), "name");
    HttpResponse<String> made =
        http.api(
            "POST",
            "/tenants",
            """
            {"slug":"%1$s","name":"%1$s","country":"DE","adminEmail":"ann@%1$s.example"}
            """
                .formatted(SLUG));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(Http.text(made.body(), "vm")).isEqualTo(waited);
    InetSocketAddress pbx =
        new InetSocketAddress(Http.text(made.body(), "sip").replaceAll(":.*", ""), 5060);
    await("its Asterisk answers")
        .atMost(PATIENCE)
        .until(() -> SipOptions.ask(pbx, Duration.ofSeconds(2)).isPresent());
    awaitWaiting();
    assertThat(Http.text(pool(), "name")).isNotEqualTo(waited);
  }
}
