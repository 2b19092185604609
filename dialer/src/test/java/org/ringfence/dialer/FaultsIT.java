package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;

/**
 * The dialer's promise under faults, judged by the provider: every request that was accepted comes
 * to an end, and nobody's phone rings twice for one. The seed is printed, and {@code
 * -Dfaults.seed=} repeats it.
 */
class FaultsIT {
  private static final int REQUESTS = 24;
  private static final int FAULTS = 12;

  /** Of the provider's numbers: busy, out of order, answers. */
  private static final List<String> VISITORS =
      List.of("+442079460910", "+442079460950", "+442079460910", "+442079460100");

  /** Generous: it ends a test that would never pass, and says nothing about speed. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Thrown where the process is meant to end at once; nothing of the dialer catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private enum Fault {
    KILL,
    KILL_AFTER_COMMIT,
    FREEZE,
    CUT,
    DATABASE_AWAY,
    DATABASE_ANSWERS_LOST
  }

  @TempDir static Path home;
  private static Telephony telephony;

  /** Everything that touches the fake database runs here, one after another. */
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  private final FakeDatabase database = new FakeDatabase();
  private CuttableWire wire;
  private DialerProcess process;
  private int processes;

  @BeforeAll
  static void startTelephony() throws IOException, InterruptedException {
    telephony = new Telephony(home);
  }

  @AfterAll
  static void stopTelephony() throws IOException, InterruptedException {
    telephony.stop();
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    telephony.behave("101", "answer");
    wire = new CuttableWire(new InetSocketAddress(telephony.pbx().value(), 5038));
    database.address = new Ipv4("127.0.0.1");
    database.amiSecret = telephony.amiSecret();
    process = new DialerProcess();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    process.kill();
    wire.close();
    thread.shutdownNow();
    assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
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
                5,
                new Timeouts(Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofSeconds(10))),
            new TenantLane.Ports(
                database.callbacks,
                database.retries,
                database.scripts,
                database.trunks,
                database.machines,
                tenant -> database.halted,
                new AmiGateway(wire.port()),
                Runnable::run,
                Runnable::run,
                new NoMetrics(),
                Clock.systemUTC()),
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

  private <T> T ask(Callable<T> question) {
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
  private void world(Random random, int most) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(most));
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(LIMIT)
        .until(() -> System.nanoTime() > until);
  }

  private void strike(Fault fault, Random random) {
    switch (fault) {
      case KILL -> {
        process.kill();
        wire.cut();
        wire.mend();
        process = new DialerProcess();
      }
      case KILL_AFTER_COMMIT -> {
        DialerProcess before = process;
        ask(() -> database.afterCommit = FaultsIT::killed);
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
    }
  }

  private static void killed() {
    throw new Killed();
  }

  @Test
  void everyRequestEndsAndNobodyIsCalledTwiceForOne() throws IOException {
    long seed = Long.getLong("faults.seed", System.nanoTime());
    System.out.println("FaultsIT: -Dfaults.seed=" + seed);
    Random random = new Random(seed);
    List<CallbackRequest> accepted = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      String agent = i % 2 == 0 ? "101" : "102";
      E164 visitor = new E164(VISITORS.get(random.nextInt(VISITORS.size())));
      accepted.add(ask(() -> database.enqueue(Samples.request(agent, visitor))));
    }
    for (int i = 0; i < FAULTS; i++) {
      world(random, 3000);
      Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
      System.out.println("FaultsIT: " + fault);
      strike(fault, random);
    }

    await()
        .atMost(LIMIT)
        .until(
            () ->
                ask(
                    () ->
                        accepted.stream()
                            .allMatch(one -> database.request(one.id()).state().isFinal())));

    assertThat(ask(() -> List.copyOf(database.attempts.values())))
        .as("nothing stays unknown")
        .allMatch(attempt -> attempt.state().isFinal());
    List<String> invites =
        telephony.invites().stream().map(line -> line.replaceFirst(".* ", "")).toList();
    assertThat(invites).as("attempts that the provider saw").isNotEmpty().doesNotHaveDuplicates();
    Map<AttemptId, CallbackId> owners =
        ask(
            () ->
                database.attempts.values().stream()
                    .collect(Collectors.toMap(Attempt::id, Attempt::callbackId)));
    assertThat(invites.stream().map(id -> Objects.requireNonNull(owners.get(AttemptId.parse(id)))))
        .as("requests whose visitor the provider called")
        .doesNotHaveDuplicates();
    System.out.printf(
        "FaultsIT: %d requests, %d processes, %d attempts, %d seen by the provider%n",
        accepted.size(), processes, owners.size(), invites.size());
  }

  private static final class NoMetrics implements DialerMetrics {
    @Override
    public void attempt() {}

    @Override
    public void outcome(String result) {}

    @Override
    public void lanes(int held, int connected) {}
  }
}
