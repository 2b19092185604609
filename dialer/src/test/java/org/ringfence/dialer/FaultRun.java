package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.CallbackRequest;

/** A dialer that is killed, frozen and cut off while it dials. What it dials with is the test's. */
final class FaultRun implements AutoCloseable {
  /** Generous: it ends a test that would never pass, and says nothing about speed. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  /** Thrown where the process is meant to end at once; nothing of the dialer catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  enum Fault {
    KILL,
    KILL_AFTER_COMMIT,
    FREEZE,
    CUT,
    DATABASE_AWAY,
    DATABASE_ANSWERS_LOST,
    CLOCK_STEP
  }

  /** Everything that touches the fake database runs here, one after another. */
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  private final FakeDatabase database;
  private final CuttableWire wire;
  private final int callsAtOnce;
  private final SteppedClock clock = new SteppedClock();
  private DialerProcess process;
  private int processes;

  FaultRun(FakeDatabase database, CuttableWire wire, int callsAtOnce) {
    this.database = database;
    this.wire = wire;
    this.callsAtOnce = callsAtOnce;
    this.process = new DialerProcess();
  }

  /** The dialer's clock, which may be wrong. */
  private static final class SteppedClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("times are UTC");
    }
  }

  /** A dialer that can end or stand still at any moment, as a process can. */
  private final class DialerProcess {
    private final List<Runnable> frozen = new ArrayList<>();
    private final List<Future<?>> schedule = new ArrayList<>();
    private final Lanes lanes =
        new Lanes(
            database.lanes,
            new DialerSettings(
                "process-" + ++processes,
                Duration.ofSeconds(2),
                callsAtOnce,
                new Timeouts(Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofSeconds(10))),
            database.ports(new AmiGateway(wire.port()), new SilentMetrics(), clock),
            this::run);

    private boolean alive = true;
    private boolean stands;

    DialerProcess() {
      every(500, lanes::hold);
      every(100, lanes::look);
      every(500, lanes::tick);
    }

    private void every(long milliseconds, Runnable task) {
      schedule.add(
          thread.scheduleWithFixedDelay(
              () -> run(() -> harmless(task)), 0, milliseconds, TimeUnit.MILLISECONDS));
    }

    /** As the dialer's own schedule does. */
    private void harmless(Runnable task) {
      try {
        task.run();
      } catch (RuntimeException passes) {
        // The next one comes.
      }
    }

    private void run(Runnable task) {
      thread.execute(
          () -> {
            if (!alive) {
              return;
            }
            if (stands) {
              frozen.add(task);
              return;
            }
            try {
              task.run();
            } catch (Killed killed) {
              alive = false;
            }
          });
    }

    void kill() {
      schedule.forEach(task -> task.cancel(false));
      ask(() -> alive = false);
    }

    void freeze() {
      ask(() -> stands = true);
    }

    void thaw() {
      ask(
          () -> {
            stands = false;
            List<Runnable> waited = List.copyOf(frozen);
            frozen.clear();
            waited.forEach(this::run);
            return true;
          });
    }
  }

  int processes() {
    return processes;
  }

  <T> T ask(Callable<T> question) {
    try {
      return thread.submit(question).get();
    } catch (ExecutionException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Lets time pass in which the faulty world goes on; nothing is concluded from how long. */
  static void world(Random random, int most) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(most));
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(LIMIT)
        .until(() -> System.nanoTime() > until);
  }

  /** Does it, and heals it. */
  void strike(Fault fault, Random random) {
    switch (fault) {
      case KILL -> {
        process.kill();
        wire.cut();
        wire.mend();
        process = new DialerProcess();
      }
      case KILL_AFTER_COMMIT -> {
        DialerProcess before = process;
        ask(() -> database.afterCommit = FaultRun::killed);
        world(random, 1500);
        before.kill();
        ask(() -> database.afterCommit = () -> {});
        wire.cut();
        wire.mend();
        process = new DialerProcess();
      }
      case FREEZE -> {
        DialerProcess before = process;
        before.freeze();
        process = new DialerProcess();
        world(random, 5000);
        before.thaw();
        world(random, 1000);
        before.kill();
      }
      case CUT -> {
        wire.cut();
        world(random, 2000);
        wire.mend();
      }
      case DATABASE_AWAY -> {
        ask(() -> database.away = true);
        world(random, 2000);
        ask(() -> database.away = false);
      }
      case DATABASE_ANSWERS_LOST -> {
        ask(() -> database.losesAnswers = true);
        world(random, 800);
        ask(() -> database.losesAnswers = false);
      }
      case CLOCK_STEP -> {
        clock.ahead = Duration.ofMinutes(5);
        world(random, 2000);
        clock.ahead = Duration.ZERO;
      }
    }
  }

  private static void killed() {
    throw new Killed();
  }

  /** Until every one of these has come to its end, and no attempt is left open. */
  void awaitEnd(List<CallbackRequest> accepted) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        ask(
                            () ->
                                accepted.stream()
                                    .map(one -> database.request(one.id()))
                                    .filter(one -> !one.state().isFinal())
                                    .toList()))
                    .as("requests without an end")
                    .isEmpty());
    assertThat(ask(() -> List.copyOf(database.attempts.values())))
        .as("nothing stays unknown")
        .allMatch((Attempt attempt) -> attempt.state().isFinal());
  }

  @Override
  public void close() throws IOException {
    process.kill();
    wire.close();
    thread.shutdownNow();
  }
}
