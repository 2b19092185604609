package org.ringfence.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.event.LiveEvent;

class EventWindowTest {
  private final EventWindow window = new EventWindow();
  private final List<LiveEvent> committed = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");

  EventWindowTest() {
    window.open(100);
  }

  private void commit(long id) {
    committed.add(new LiveEvent(id, Optional.empty(), "trunk", "x", now));
  }

  /** What the feed gives after the window's beginning, as a database would. */
  private List<Long> look() {
    List<LiveEvent> read =
        committed.stream()
            .filter(event -> event.id() > window.from())
            .sorted((one, other) -> Long.compare(one.id(), other.id()))
            .toList();
    return window.fresh(read, now).stream().map(LiveEvent::id).toList();
  }

  private void pass(long seconds) {
    now = now.plusSeconds(seconds);
  }

  @Test
  void whatHappenedBeforeTheBeginningIsOld() {
    commit(99);
    commit(100);

    assertThat(look()).isEmpty();
  }

  @Test
  void everyEventIsFreshOnce() {
    commit(101);
    commit(102);

    assertThat(look()).containsExactly(101L, 102L);
    assertThat(look()).isEmpty();
    pass(60);
    assertThat(look()).isEmpty();
  }

  @Test
  void anEventThatIsCommittedBehindAGreaterIdIsNotMissed() {
    commit(103);
    assertThat(look()).containsExactly(103L);
    pass(3);
    commit(102);

    assertThat(look()).containsExactly(102L);
    assertThat(look()).isEmpty();
  }

  @Test
  void nothingIsReadTwiceWhileNoIdIsMissing() {
    commit(101);
    commit(102);
    look();

    assertThat(window.from()).isEqualTo(102);
  }

  @Test
  void theReadGoesBackToAnIdThatIsMissingUntilItCannotComeAnyMore() {
    commit(101);
    commit(103);
    look();

    assertThat(window.from()).isEqualTo(101);
    pass(EventWindow.LOOK_BACK.toSeconds() + 1);
    look();
    assertThat(window.from()).isEqualTo(103);
  }
}
