package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.AdPlay;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Lane;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.Ad;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.tenant.TenantId;

/** Ads and prompts of callbacks, and how often ads were played. */
class CallbackScriptsIT {
  private static final HandlingId AD = new HandlingId(new UUID(0xad, 1));

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;
  private long epoch;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
    database.runningMachine(acme, NOW);
    epoch =
        database.lanes.hold("one", Duration.ofSeconds(10), NOW).stream()
            .mapToLong(Lane::epoch)
            .findFirst()
            .orElseThrow();
  }

  private Attempt begun(String key) {
    CallbackRequest request =
        database.callbacks.enqueue(
            acme,
            new CallbackRequest(
                CallbackId.random(),
                acme,
                new WidgetId(new UUID(7, 7)),
                new ExtensionNumber("101"),
                new E164("+4930123456"),
                key,
                "",
                CallbackState.QUEUED,
                "",
                NOW,
                NOW));
    Attempt attempt =
        attempt(AttemptId.random(), request.id(), AttemptState.SENDING, new AdPlay(AD), NOW);
    assertThat(database.callbacks.begin(acme, List.of(attempt))).containsExactly(attempt.id());
    return attempt;
  }

  private Attempt attempt(
      AttemptId id, CallbackId callback, AttemptState state, AdPlay ad, Instant now) {
    return new Attempt(
        id,
        callback,
        acme,
        state,
        "",
        epoch,
        "boot-1",
        List.of(),
        NOW,
        Optional.empty(),
        state.isFinal() ? Optional.of(now) : Optional.empty(),
        Optional.of(ad));
  }

  private void advance(Attempt begun, AttemptState state, AdPlay ad, Instant now) {
    Attempt attempt = attempt(begun.id(), begun.callbackId(), state, ad, now);
    CallbackState request = state.isFinal() ? CallbackState.ENDED : CallbackState.CALLING;
    database.callbacks.advance(acme, List.of(new Progress(attempt, request, "")), now);
  }

  private Ad.Used used() {
    return database
        .scripts
        .used(acme, Map.of(AD, NOW.minusSeconds(3600)))
        .getOrDefault(AD, Ad.Used.NOTHING);
  }

  private static AdPlay heard(Instant at) {
    return new AdPlay(AD).played(at);
  }

  @Test
  void adsAndPromptsOfATenantAreFoundAndNoOtherKinds() {
    Handling ad = handling(HandlingKind.AD, 1, Map.of("sound", new UUID(0x50, 1).toString()));
    Handling prompt = handling(HandlingKind.AGENT_PROMPT, 2, Map.of());
    database.handlings.save(acme, ad);
    database.handlings.save(acme, prompt);
    database.handlings.save(acme, handling(HandlingKind.CONFERENCE, 3, Map.of("number", "801")));

    assertThat(database.scripts.find(acme).ads()).isEqualTo(List.of(ad));
    assertThat(database.scripts.find(acme).prompts()).isEqualTo(List.of(prompt));
    assertThat(database.scripts.find(zeta).ads()).isEmpty();
  }

  private static Handling handling(HandlingKind kind, int number, Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(fields);
    all.put("name", "Object " + number);
    return Handling.read(kind, new HandlingId(new UUID(9, number)), all);
  }

  @Test
  void theAdOfAnAttemptReadsBack() {
    Attempt attempt = begun("key-1");

    assertThat(database.callbacks.open(acme)).containsExactly(attempt);
    assertThat(attempt.ad()).contains(new AdPlay(AD));
  }

  @Test
  void aPlayIsCountedOnceHoweverOftenItIsStored() {
    Attempt attempt = begun("key-1");
    Instant at = NOW.plusSeconds(9);
    advance(attempt, AttemptState.CALLING_VISITOR, heard(at), at);
    advance(attempt, AttemptState.CALLING_VISITOR, heard(at.plusSeconds(1)), at.plusSeconds(1));
    advance(attempt, AttemptState.COMPLETED, heard(at), at.plusSeconds(9));

    assertThat(database.scripts.played(acme, NOW, NOW.plusSeconds(60)))
        .containsOnly(Map.entry(AD, 1L));
    assertThat(database.scripts.played(zeta, NOW, NOW.plusSeconds(60))).isEmpty();
    assertThat(used()).isEqualTo(new Ad.Used(1, 1));
  }

  @Test
  void aCallUnderWayMayBecomeAPlayAndOneThatEndedWithoutIsNone() {
    Attempt attempt = begun("key-1");
    assertThat(used()).isEqualTo(new Ad.Used(1, 1));

    advance(attempt, AttemptState.FAILED, new AdPlay(AD), NOW.plusSeconds(9));
    assertThat(used()).isEqualTo(new Ad.Used(0, 0));
    assertThat(database.scripts.played(acme, NOW, NOW.plusSeconds(60))).isEmpty();
  }

  @Test
  void playsOfOtherDaysCountOnlyTogether() {
    Attempt attempt = begun("key-1");
    advance(attempt, AttemptState.COMPLETED, heard(NOW), NOW);

    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    assertThat(database.scripts.used(acme, Map.of(AD, tomorrow)).get(AD))
        .isEqualTo(new Ad.Used(0, 1));
    assertThat(database.scripts.played(acme, tomorrow, tomorrow.plusSeconds(60))).isEmpty();
  }
}
