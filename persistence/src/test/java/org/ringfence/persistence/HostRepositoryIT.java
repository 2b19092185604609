package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.Host.Size;
import org.ringfence.domain.host.Host.State;
import org.ringfence.domain.host.Host.Wish;
import org.ringfence.domain.host.HostLoad;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.tenant.Tenant;

class HostRepositoryIT {
  private static final Instant NOW = TestDatabase.NOW;
  private static final Instant LATER = NOW.plusSeconds(10);
  private static final HostName ONE = new HostName("one");
  private static final HostName TWO = new HostName("Two.example");
  private static final Size SIZE = new Size(8, 32_768, 1_000_000);

  private TestDatabase database;

  @BeforeEach
  void twoHosts() throws Exception {
    database = TestDatabase.clean();
    database.hosts.found(List.of(host(ONE, 100), host(TWO, 200)), NOW);
  }

  private static Host host(HostName name, long usedMemory) {
    return host(name, State.UP, "", SIZE, usedMemory, NOW);
  }

  private static Host host(
      HostName name, State state, String reason, Size capacity, long usedMemory, Instant at) {
    return new Host(name, state, reason, capacity, new Size(0, usedMemory, 5), Wish.OPEN, "", at);
  }

  private VirtualMachine machine(String slug) {
    Tenant tenant = database.tenant(slug);
    return new MachinePlan(
            TenantNetwork.parse("10.0.0.0/24"),
            database.machines,
            database.revisions,
            Clock.fixed(NOW, ZoneOffset.UTC))
        .request(tenant, "hoster");
  }

  private Host stored(HostName name) {
    return database.hosts.find(name).orElseThrow();
  }

  @Test
  void hostsAreKnownAsTheyWereSeenLast() {
    assertThat(database.hosts.list()).containsExactly(host(TWO, 200), host(ONE, 100));
    database.hosts.found(List.of(host(ONE, 300), host(TWO, 200)), LATER);
    assertThat(stored(ONE).used().memoryMib()).isEqualTo(300);
    assertThat(database.hosts.find(new HostName("ONE"))).isEmpty();
  }

  @Test
  void whatIsOnlyUsedOtherwiseIsNoNews() {
    long before = database.events.newestId();
    database.hosts.found(List.of(host(ONE, 300), host(TWO, 201)), LATER);
    assertThat(database.events.after(before, 10)).isEmpty();
    database.hosts.found(
        List.of(host(ONE, 300), host(TWO, State.LOST, "Silence.", Size.UNKNOWN, 0, LATER)), LATER);
    assertThat(database.events.after(before, 10))
        .extracting(LiveEvent::kind, LiveEvent::subject)
        .containsExactly(tuple("host", TWO.value()));
  }

  @Test
  void ofALostHostItsSizeAndWhenItWasSeenStayKnown() {
    database.hosts.found(
        List.of(host(ONE, 100), host(TWO, State.LOST, "Silence.", Size.UNKNOWN, 0, LATER)), LATER);
    assertThat(stored(TWO).state()).isEqualTo(State.LOST);
    assertThat(stored(TWO).capacity()).isEqualTo(SIZE);
    assertThat(stored(TWO).seenAt()).isEqualTo(NOW);
  }

  @Test
  void aHostThatTheHypervisorForgotIsForgottenUnlessAVmIsOnIt() {
    VirtualMachine acme = machine("acme");
    database.hosts.place(acme.id(), ONE);
    database.hosts.found(List.of(), LATER);
    assertThat(database.hosts.list())
        .extracting(Host::name, Host::state)
        .containsExactly(tuple(ONE, State.LOST));
  }

  @Test
  void aWishAndItsNoteStayWhenTheHostIsSeenAgain() {
    database.hosts.wish(ONE, Wish.DRAIN, NOW);
    database.hosts.note(ONE, "Two tenants are left.", NOW);
    database.hosts.found(List.of(host(ONE, 1), host(TWO, 1)), LATER);
    assertThat(stored(ONE).wish()).isEqualTo(Wish.DRAIN);
    assertThat(stored(ONE).note()).isEqualTo("Two tenants are left.");
    database.hosts.reopened(ONE, LATER);
    assertThat(stored(ONE).wish()).as("nobody wanted that").isEqualTo(Wish.DRAIN);
    database.hosts.wish(ONE, Wish.REOPEN, LATER);
    database.hosts.reopened(ONE, LATER);
    assertThat(stored(ONE).wish()).isEqualTo(Wish.OPEN);
    assertThat(stored(ONE).note()).isEmpty();
  }

  @Test
  void aWishMakesTheVmsOfTheHostDue() {
    VirtualMachine acme = machine("acme");
    VirtualMachine beta = machine("beta");
    database.hosts.place(acme.id(), ONE);
    database.hosts.place(beta.id(), TWO);
    database.machines.claimDue("test", 10, Duration.ofMinutes(1), NOW);
    for (VirtualMachine each : List.of(acme, beta)) {
      database.machines.release(each.id(), "test", LATER);
    }
    database.hosts.wish(ONE, Wish.DRAIN, NOW);
    assertThat(database.machines.claimDue("test", 10, Duration.ofMinutes(1), NOW))
        .extracting(VirtualMachine::name)
        .containsExactly("rf-acme");
  }

  @Test
  void whatIsPromisedIsTheSumOfThePlansAndOfWhatAVmHasWithoutOne() {
    VirtualMachine acme = machine("acme");
    VirtualMachine beta = machine("beta");
    VirtualMachine zeta = machine("zeta");
    Plan large = new Plan(PlanId.random(), new DisplayName("Large"), 2, 1024, 2048, 10, 10);
    database.plans.save(large);
    database.machines.choosePlan(beta.tenantId(), Optional.of(large.id()));
    database.hosts.place(acme.id(), ONE);
    database.hosts.place(beta.id(), ONE);
    database.hosts.place(zeta.id(), TWO);
    assertThat(database.hosts.loads(256, Optional.empty()))
        .containsExactly(
            new HostLoad(stored(TWO), 1, 256), new HostLoad(stored(ONE), 2, 256 + 1024));
    assertThat(database.hosts.loads(256, Optional.of(zeta.id())))
        .contains(new HostLoad(stored(TWO), 0, 0));
    assertThat(database.hosts.tenants(ONE)).containsExactly(acme.tenantId(), beta.tenantId());
  }

  @Test
  void whereAVmIsIsNotedOnceTheHypervisorSaysIt() {
    VirtualMachine acme = machine("acme");
    assertThat(database.hosts.of(acme.id())).isEmpty();
    database.hosts.located(Map.of("rf-acme", ONE, "rf-unknown", TWO));
    assertThat(database.hosts.of(acme.id())).contains(ONE);
    database.hosts.located(Map.of());
    assertThat(database.hosts.of(acme.id())).contains(ONE);
    database.hosts.located(Map.of("rf-acme", TWO));
    assertThat(database.hosts.of(acme.id())).contains(TWO);
    database.machines.desire(acme.tenantId(), org.ringfence.domain.machine.DesiredState.STOPPED);
    assertThat(database.hosts.of(acme.id())).contains(TWO);
  }
}
