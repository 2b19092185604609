package org.ringfence.widget;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.AgentQueue;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

class PlacesTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final TenantId TENANT = new TenantId(new UUID(1, 1));

  private final Places places = new Places();
  private final Set<CallbackId> gone = new HashSet<>();
  private final Map<CallbackId, Turn> told = new LinkedHashMap<>();
  private final List<Integer> asked = new ArrayList<>();
  private Instant now = NOON;
  private Optional<Duration> perCall = Optional.of(Duration.ofSeconds(60));
  private final Map<String, List<CallbackId>> queues = new HashMap<>();

  private CallbackId waits(String agent, Instant dueAt) {
    CallbackRequest request =
        new CallbackRequest(
            CallbackId.random(),
            TENANT,
            new WidgetId(new UUID(2, 2)),
            new ExtensionNumber(agent),
            new E164("+442079460100"),
            "key",
            "",
            CallbackState.QUEUED,
            "",
            NOON,
            NOON,
            dueAt,
            0);
    places.add(request, now);
    queues.computeIfAbsent(agent, one -> new ArrayList<>()).add(request.id());
    return request.id();
  }

  private void look() {
    places.look(
        id -> !gone.contains(id),
        agents -> {
          asked.add(agents.size());
          Map<Places.Agent, AgentQueue> answers = new HashMap<>();
          for (Places.Agent agent : agents) {
            List<CallbackId> all = queues.getOrDefault(agent.number().value(), List.of());
            answers.put(
                agent, new AgentQueue(all.stream().limit(Turn.MOST).toList(), false, perCall));
          }
          return answers;
        },
        (id, what) -> told.put(id, what.turn()),
        now);
  }

  private void pass() {
    now = now.plus(Places.PAUSE);
    told.clear();
    look();
  }

  @Test
  void whoeverWaitsIsToldOnceAndAgainOnlyWhenTheQueueChanged() {
    CallbackId first = waits("101", NOON);
    CallbackId second = waits("101", NOON);
    look();
    assertThat(told).containsOnlyKeys(second);
    pass();
    assertThat(told).isEmpty();

    requireNonNull(queues.get("101")).remove(first);
    places.remove(first);
    pass();
    assertThat(told).isEqualTo(Map.of(second, Turn.NONE));
  }

  @Test
  void whoComesLaterIsToldThoughTheQueueLooksTheSame() {
    IntStream.range(0, Turn.MOST).forEach(i -> waits("101", NOON));
    look();
    CallbackId late = waits("101", NOON);
    pass();

    assertThat(told).containsOnlyKeys(late);
    assertThat(turn(late).ahead()).hasValue(Turn.MOST);
  }

  @Test
  void thousandsAreToldNothingWhileNothingChanges() {
    IntStream.range(0, 5000).forEach(i -> waits("101", NOON));
    look();
    assertThat(told).hasSize(4999);
    perCall = Optional.of(Duration.ofSeconds(60).plusMillis(400));
    pass();

    assertThat(told).as("calls that took hardly longer").isEmpty();
  }

  @Test
  void manyAgentsAreLookedAtInTurn() {
    for (int i = 0; i < 120; i++) {
      waits("" + (300 + i), NOON);
      waits("" + (300 + i), NOON);
    }
    look();
    look();
    look();
    look();

    assertThat(asked).containsExactly(50, 50, 20);
    assertThat(told).hasSize(120);
  }

  @Test
  void aDatabaseThatWasAwayCostsNoPlace() {
    waits("101", NOON);
    CallbackId second = waits("101", NOON);
    assertThatThrownBy(
            () ->
                places.look(
                    id -> true,
                    agents -> {
                      throw new IllegalStateException("away");
                    },
                    (id, what) -> {},
                    now))
        .isInstanceOf(IllegalStateException.class);
    pass();

    assertThat(told).containsOnlyKeys(second);
  }

  @Test
  void whomNobodyWatchesIsForgottenAndTheAgentWithTheLast() {
    gone.add(waits("101", NOON));
    look();
    assertThat(asked).isEmpty();

    waits("101", NOON);
    pass();
    assertThat(asked).containsExactly(1);
  }

  @Test
  void whatWasPlannedForLaterGetsItsPlaceWhenItIsDue() {
    waits("101", NOON);
    Instant later = NOON.plusSeconds(3);
    CallbackId planned = waits("101", later);
    look();
    pass();
    assertThat(told).isEmpty();
    pass();

    assertThat(turn(planned).ahead()).hasValue(1);
  }

  @Test
  void aLongWaitIsToldInLargeSteps() {
    List<CallbackId> ids = IntStream.range(0, 60).mapToObj(i -> waits("101", NOON)).toList();
    look();

    assertThat(List.of(1, 10, 11, 26, 31, 50, 59).stream().map(i -> minutes(ids.get(i))).toList())
        .containsExactly(1L, 10L, 15L, 30L, 40L, 50L, 50L);
  }

  private long minutes(CallbackId id) {
    return turn(id).expected().orElseThrow().toMinutes();
  }

  private Turn turn(CallbackId id) {
    return requireNonNull(told.get(id));
  }
}
