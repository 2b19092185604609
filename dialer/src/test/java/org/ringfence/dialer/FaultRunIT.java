package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;

/**
 * The short form of {@code bench faults}: 200 requests while eleven faults happen in an order and
 * for a time that come from a seed, judged by what the PBX at the other end of a real AMI
 * connection saw. The seed is printed, and {@code -Dfaults.seed=} repeats it. {@link FaultsIT} does
 * the same to fewer calls with real telephones.
 */
class FaultRunIT {
  private static final int REQUESTS = 200;
  private static final int AGENTS = 40;

  private final FakeDatabase database = new FakeDatabase();

  @Test
  void everyAcceptedRequestEndsAndNobodyIsCalledTwiceForOne() throws IOException {
    long seed = Long.getLong("faults.seed", System.nanoTime());
    System.out.println("FaultRunIT: -Dfaults.seed=" + seed);
    Random random = new Random(seed);
    database.address = new Ipv4("127.0.0.1");
    try (LoopbackAmi pbx = new LoopbackAmi(seed)) {
      CuttableWire wire = new CuttableWire(pbx.address());
      try (FaultRun run = new FaultRun(database, wire, 20)) {
        List<String> plan = plan(random);
        List<CallbackRequest> accepted = new ArrayList<>();
        for (int round = 0; round < plan.size(); round++) {
          // The requests come while faults happen, some between any two.
          for (int i = round * REQUESTS / plan.size();
              i < (round + 1) * REQUESTS / plan.size();
              i++) {
            accepted.add(asked(run, i));
          }
          FaultRun.world(random, 600);
          strike(plan.get(round), run, pbx, random);
        }
        run.awaitEnd(accepted);
        judge(run, pbx, accepted);
      }
    }
  }

  /** Every kind of fault at least once. */
  private static List<String> plan(Random random) {
    List<String> plan = new ArrayList<>(List.of("PBX_KILL", "STORM", "CUT", "KILL"));
    for (FaultRun.Fault fault : FaultRun.Fault.values()) {
      plan.add(fault.name());
    }
    Collections.shuffle(plan, random);
    return plan;
  }

  private CallbackRequest asked(FaultRun run, int which) {
    E164 visitor = new E164("+49302%06d".formatted(which));
    return run.ask(
        () -> database.enqueue(Samples.request(String.valueOf(200 + which % AGENTS), visitor)));
  }

  private void strike(String fault, FaultRun run, LoopbackAmi pbx, Random random) {
    System.out.println("FaultRunIT: " + fault);
    switch (fault) {
      case "PBX_KILL" -> {
        pbx.kill();
        run.ask(() -> database.bootId = "boot-2");
      }
      case "STORM" -> {
        pbx.storm(true);
        FaultRun.world(random, 800);
        pbx.storm(false);
      }
      default -> run.strike(FaultRun.Fault.valueOf(fault), random);
    }
  }

  private void judge(FaultRun run, LoopbackAmi pbx, List<CallbackRequest> accepted) {
    List<LoopbackAmi.Seen> agents = pbx.ask(() -> List.copyOf(pbx.agentsCalled));
    List<LoopbackAmi.Seen> visitors = pbx.ask(() -> List.copyOf(pbx.visitorsCalled));
    Set<String> answered = pbx.ask(() -> Set.copyOf(pbx.visitorsAnswered));
    assertThat(visitors.stream().map(LoopbackAmi.Seen::number))
        .as("visitors of requests")
        .isNotEmpty()
        .doesNotHaveDuplicates();
    assertThat(agents.stream().map(LoopbackAmi.Seen::attempt))
        .as("attempts whose agent was called")
        .doesNotHaveDuplicates();
    Map<CallbackState, List<CallbackRequest>> ends =
        run.ask(
            () ->
                accepted.stream()
                    .map(one -> database.request(one.id()))
                    .collect(Collectors.groupingBy(CallbackRequest::state)));
    assertThat(ends.getOrDefault(CallbackState.ENDED, List.of()))
        .as("those of whom it is said that they talked")
        .isNotEmpty()
        .allMatch(one -> answered.contains(one.visitor().digits()));
    assertThat(ends.getOrDefault(CallbackState.FAILED, List.of()))
        .as("those of whom it is said that they did not")
        .allMatch(one -> !one.reason().isEmpty());
    System.out.printf(
        "FaultRunIT: %d requests, %d processes, %d agents called, %d visitors called, %d answered,"
            + " %d ended, %d failed with a reason%n",
        accepted.size(),
        run.processes(),
        agents.size(),
        visitors.size(),
        answered.size(),
        ends.getOrDefault(CallbackState.ENDED, List.of()).size(),
        ends.getOrDefault(CallbackState.FAILED, List.of()).size());
  }
}
