package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
  private static final FaultRun.Fault[] KINDS = FaultRun.Fault.values();

  /** Of the provider's numbers: busy, out of order, answers. */
  private static final List<String> VISITORS =
      List.of("+442079460910", "+442079460950", "+442079460910", "+442079460100");

  @TempDir static Path home;
  private static Telephony telephony;

  private final FakeDatabase database = new FakeDatabase();

  @BeforeAll
  static void startTelephony() throws IOException, InterruptedException {
    telephony = new Telephony(home);
  }

  @AfterAll
  static void stopTelephony() throws IOException, InterruptedException {
    telephony.stop();
  }

  @Test
  void everyRequestEndsAndNobodyIsCalledTwiceForOne() throws IOException, InterruptedException {
    telephony.behave("101", "answer");
    CuttableWire wire = new CuttableWire(new InetSocketAddress(telephony.pbx().value(), 5038));
    database.address = new Ipv4("127.0.0.1");
    database.amiSecret = telephony.amiSecret();
    try (FaultRun run = new FaultRun(database, wire, 5)) {
      underFaults(run);
    }
  }

  private void underFaults(FaultRun run) throws IOException {
    long seed = Long.getLong("faults.seed", System.nanoTime());
    System.out.println("FaultsIT: -Dfaults.seed=" + seed);
    Random random = new Random(seed);
    List<CallbackRequest> accepted = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      String agent = i % 2 == 0 ? "101" : "102";
      E164 visitor = new E164(VISITORS.get(random.nextInt(VISITORS.size())));
      accepted.add(run.ask(() -> database.enqueue(Samples.request(agent, visitor))));
    }
    for (int i = 0; i < FAULTS; i++) {
      FaultRun.world(random, 3000);
      FaultRun.Fault fault = KINDS[random.nextInt(KINDS.length)];
      System.out.println("FaultsIT: " + fault);
      run.strike(fault, random);
    }

    run.awaitEnd(accepted);
    List<String> invites =
        telephony.invites().stream().map(line -> line.replaceFirst(".* ", "")).toList();
    assertThat(invites).as("attempts that the provider saw").isNotEmpty().doesNotHaveDuplicates();
    Map<AttemptId, CallbackId> owners =
        run.ask(
            () ->
                database.attempts.values().stream()
                    .collect(Collectors.toMap(Attempt::id, Attempt::callbackId)));
    assertThat(invites.stream().map(id -> Objects.requireNonNull(owners.get(AttemptId.parse(id)))))
        .as("requests whose visitor the provider called")
        .doesNotHaveDuplicates();
    System.out.printf(
        "FaultsIT: %d requests, %d processes, %d attempts, %d seen by the provider%n",
        accepted.size(), run.processes(), owners.size(), invites.size());
  }
}
