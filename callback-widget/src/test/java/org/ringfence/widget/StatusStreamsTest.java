package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.pbx.ExtensionNumber;

class StatusStreamsTest {
  private final Shop shop = new Shop("https://shop.example");
  private final StatusStreams streams = new StatusStreams(shop.callbacks, shop.clock, 3);

  @Test
  void aVisitorSeesThePresentStateFirst() {
    CallbackId id = shop.request();
    shop.move(id, CallbackState.CALLING);

    assertThat(watch(id).states).containsExactly(CallbackState.CALLING);
  }

  @Test
  void everyLaterStateArrivesOnceAndTheLastEndsTheStream() {
    CallbackId id = shop.request();
    Visitor visitor = watch(id);
    streams.deliverChanges();
    for (CallbackState state :
        List.of(CallbackState.CALLING, CallbackState.CONNECTED, CallbackState.ENDED)) {
      shop.move(id, state);
      streams.deliverChanges();
      streams.deliverChanges();
    }

    assertThat(visitor.states)
        .containsExactly(
            CallbackState.QUEUED,
            CallbackState.CALLING,
            CallbackState.CONNECTED,
            CallbackState.ENDED);
    assertThat(visitor.closed).isTrue();
    assertThat(streams.size()).isZero();
  }

  @Test
  void whoComesLaterSeesThePresentStateToo() {
    CallbackId first = shop.request();
    watch(first);
    CallbackId second = shop.request();
    shop.move(second, CallbackState.CONNECTED);
    streams.deliverChanges();

    assertThat(watch(second).states).containsExactly(CallbackState.CONNECTED);
  }

  @Test
  void aStateOfAProcessWhoseClockIsBehindStillArrives() {
    CallbackId id = shop.request();
    Visitor visitor = watch(id);
    shop.requests.move(id, CallbackState.CALLING, "", shop.clock.instant().minusSeconds(2));

    streams.deliverChanges();

    assertThat(visitor.states).containsExactly(CallbackState.QUEUED, CallbackState.CALLING);
  }

  @Test
  void aDatabaseThatWasAwayCostsNoState() {
    CallbackId id = shop.request();
    Visitor visitor = watch(id);
    shop.move(id, CallbackState.CALLING);
    shop.requests.failReads(1);
    assertThatThrownBy(streams::deliverChanges).isInstanceOf(IllegalStateException.class);

    streams.deliverChanges();

    assertThat(visitor.states).containsExactly(CallbackState.QUEUED, CallbackState.CALLING);
  }

  @Test
  void whoWaitsSeesThePlaceAndTheWaitShrink() {
    shop.requests.took(Duration.ofSeconds(100));
    CallbackId first = shop.request();
    CallbackId second = shop.request();
    shop.move(first, CallbackState.CALLING);
    CallbackId third = shop.request();
    Visitor visitor = watch(third);
    shop.move(first, CallbackState.ENDED);
    shop.clock.pass(Places.PAUSE);
    streams.deliverChanges();
    shop.move(second, CallbackState.FAILED, CallbackRequest.CANCELLED);
    shop.clock.pass(Places.PAUSE);
    streams.deliverChanges();

    assertThat(visitor.turns)
        .extracting(turn -> turn.ahead().orElse(0), Turn::expected)
        .containsExactly(
            tuple(0, Optional.empty()),
            tuple(2, Optional.of(Duration.ofMinutes(4))),
            tuple(1, Optional.of(Duration.ofMinutes(2))),
            tuple(0, Optional.empty()));
  }

  @Test
  void whoWasNotReachedSeesWhenTheNextCallComes() {
    CallbackId id = shop.request();
    Visitor visitor = watch(id);
    shop.move(id, CallbackState.CALLING);
    Instant again = shop.clock.instant().plus(Duration.ofMinutes(10));
    shop.requests.again(id, again, shop.clock.instant());
    streams.deliverChanges();

    assertThat(visitor.turns)
        .last()
        .satisfies(
            turn -> {
              assertThat(turn.at()).contains(again);
              assertThat(turn.again()).isTrue();
              assertThat(turn.ahead()).isEmpty();
            });
  }

  @Test
  void whoIsFarBehindLearnsThatManyComeBefore() {
    Instant now = shop.clock.instant();
    for (int i = 0; i < Turn.MOST; i++) {
      shop.requests.enqueue(
          shop.tenant,
          new CallbackRequest(
              CallbackId.random(),
              shop.tenant,
              shop.id,
              new ExtensionNumber("101"),
              new E164("+4930" + (1_000_000 + i)),
              "key-" + i,
              "",
              CallbackState.QUEUED,
              "",
              now,
              now));
    }

    assertThat(watch(shop.request()).turns)
        .last()
        .extracting(turn -> turn.ahead().orElseThrow())
        .isEqualTo(Turn.MOST);
  }

  @Test
  void aTransactionThatIsOpenWhenTheFirstVisitorComesIsNotMissed() {
    CallbackId id = shop.request();
    long open = shop.events.reserve();
    shop.request();
    Visitor visitor = watch(id);
    shop.requests.change(id, CallbackState.CALLING, "", shop.clock.instant());
    shop.events.commit(open, "callback", id.toString(), shop.clock.instant());

    streams.deliverChanges();

    assertThat(visitor.states).containsExactly(CallbackState.QUEUED, CallbackState.CALLING);
  }

  @Test
  void aFinishedCallbackEndsTheStreamAtOnce() {
    CallbackId id = shop.request();
    shop.move(id, CallbackState.FAILED, "visitor-busy");

    Visitor visitor = watch(id);

    assertThat(visitor.reasons).containsExactly(Optional.of("visitor-busy"));
    assertThat(visitor.closed).isTrue();
  }

  @Test
  void aReasonThatNamesTheTenantsAffairsStaysInside() {
    CallbackId id = shop.request();
    shop.move(id, CallbackState.FAILED, "trunk-5f3a answered 403 Forbidden");

    assertThat(watch(id).reasons).containsExactly(Optional.empty());
  }

  @Test
  void aChangeWhoseTransactionCommitsLateStillArrives() {
    CallbackId first = shop.request();
    CallbackId second = shop.request();
    Visitor visitor = watch(first);
    streams.deliverChanges();
    long late = shop.events.reserve();
    shop.move(second, CallbackState.CALLING);
    streams.deliverChanges();
    shop.requests.change(first, CallbackState.CALLING, "", shop.clock.instant());
    shop.events.commit(late, "callback", first.toString(), shop.clock.instant());

    streams.deliverChanges();

    assertThat(visitor.states).containsExactly(CallbackState.QUEUED, CallbackState.CALLING);
  }

  @Test
  void twoTabsOfOneVisitorSeeTheSame() {
    CallbackId id = shop.request();
    Visitor one = watch(id);
    Visitor two = watch(id);
    shop.move(id, CallbackState.CALLING);

    streams.deliverChanges();

    assertThat(one.states).isEqualTo(two.states).hasSize(2);
    assertThat(streams.size()).isEqualTo(2);
  }

  @Test
  void aVisitorWhoWentAwayIsForgotten() {
    Visitor visitor = watch(shop.request());
    visitor.gone = true;

    streams.keepAlive();

    assertThat(streams.size()).isZero();
  }

  @Test
  void aVisitorWhoseConnectionBreaksTakesNobodyAlong() {
    CallbackId id = shop.request();
    Visitor broken = watch(id);
    Visitor other = watch(id);
    streams.deliverChanges();
    broken.breaks = true;
    shop.move(id, CallbackState.CALLING);

    streams.deliverChanges();

    assertThat(other.states).containsExactly(CallbackState.QUEUED, CallbackState.CALLING);
    assertThat(streams.size()).isEqualTo(1);
  }

  @Test
  void aStreamEndsWhenItHasLivedLongEnough() {
    Visitor visitor = watch(shop.request());
    streams.keepAlive();
    assertThat(visitor.comments).isEqualTo(1);
    shop.clock.pass(StatusStreams.LONGEST.plus(Duration.ofSeconds(1)));

    streams.keepAlive();

    assertThat(visitor.closed).isTrue();
    assertThat(streams.size()).isZero();
  }

  @Test
  void thereIsRoomForSoManyAndNoMore() {
    watch(shop.request());
    watch(shop.request());
    CallbackId last = shop.request();
    streams.requireRoom(last);
    watch(last);

    assertThatThrownBy(() -> streams.requireRoom(shop.request())).isInstanceOf(Refusal.class);
  }

  @Test
  void nobodyTakesTheRoomOfOthersWithOneRequest() {
    StatusStreams many = new StatusStreams(shop.callbacks, shop.clock, 1_000);
    CallbackId id = shop.request();
    for (int i = 0; i < StatusStreams.OF_ONE; i++) {
      many.requireRoom(id);
      many.open(id, new Visitor());
    }

    assertThatThrownBy(() -> many.requireRoom(id)).isInstanceOf(Refusal.class);
    many.requireRoom(shop.request());
  }

  @Test
  void nobodyWatchingCostsTheDatabaseNothing() {
    streams.deliverChanges();
    streams.deliverChanges();

    assertThat(shop.events.reads()).isZero();
  }

  @Test
  void aThousandVisitorsCostOneReadOfTheFeed() {
    StatusStreams many = new StatusStreams(shop.callbacks, shop.clock, 1_000);
    List<Visitor> visitors = new ArrayList<>();
    CallbackId id = shop.request();
    for (int i = 0; i < 1_000; i++) {
      Visitor visitor = new Visitor();
      many.open(id, visitor);
      visitors.add(visitor);
    }
    many.deliverChanges();
    int before = shop.events.reads();
    shop.move(id, CallbackState.CALLING);

    many.deliverChanges();

    assertThat(shop.events.reads() - before).isEqualTo(1);
    assertThat(visitors).allMatch(visitor -> visitor.states.contains(CallbackState.CALLING));
  }

  @Test
  void aStopEndsEveryStream() {
    Visitor visitor = watch(shop.request());

    streams.closeAll();

    assertThat(visitor.closed).isTrue();
    assertThat(streams.size()).isZero();
  }

  private Visitor watch(CallbackId id) {
    Visitor visitor = new Visitor();
    streams.open(id, visitor);
    streams.deliverChanges();
    return visitor;
  }

  /** Remembers what it was told. */
  private static final class Visitor implements StatusSink {
    final List<CallbackState> states = new ArrayList<>();
    final List<Optional<String>> reasons = new ArrayList<>();
    final List<Turn> turns = new ArrayList<>();
    int comments;
    boolean gone;
    boolean breaks;
    boolean closed;

    @Override
    public boolean send(Status status) {
      if (breaks) {
        throw new IllegalStateException("closed");
      }
      states.add(status.state());
      reasons.add(status.reason());
      turns.add(status.turn());
      return !gone;
    }

    @Override
    public boolean keepAlive() {
      comments++;
      return !gone;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
