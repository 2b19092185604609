package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.ringfence.domain.machine.VmStage.FAILED;
import static org.ringfence.domain.machine.VmStage.RUNNING;
import static org.ringfence.domain.machine.VmStage.STOPPED;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.HypervisorHost;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmStatus;
import org.ringfence.hypervisor.simulator.Fault;
import org.ringfence.hypervisor.simulator.Operation;
import org.ringfence.hypervisor.simulator.SimulatedHypervisor;
import org.ringfence.hypervisor.simulator.SimulatorDriver;

/** Three hosts in memory: VMs are spread over them, drained off them, and survive their loss. */
class HostsTest {
  private static final HostName ONE = new HostName("one");
  private static final HostName TWO = new HostName("two");

  /** Smaller than the others. */
  private static final HostName FIRST = new HostName(SimulatedHypervisor.FIRST.value());

  private Fleet fleet = new Fleet();

  @BeforeEach
  void threeHosts() {
    addHosts(fleet);
  }

  private static void addHosts(Fleet fleet) {
    fleet.host.addHost(SimulatedHypervisor.FIRST, 512);
    fleet.host.addHost(HostSights.named(ONE), 1024);
    fleet.host.addHost(HostSights.named(TWO), 1024);
    fleet.watchHosts();
  }

  private static HostName where(Fleet fleet, Tenant tenant) {
    return Optional.ofNullable(new SimulatorDriver(fleet.host).placements().get(fleet.name(tenant)))
        .map(HostSights::known)
        .orElseThrow();
  }

  private HostName where(Tenant tenant) {
    return where(fleet, tenant);
  }

  private Tenant running(String slug) {
    Tenant tenant = fleet.tenant(slug);
    fleet.run(Duration.ofSeconds(20));
    assertThat(fleet.machine(tenant).stage()).isEqualTo(RUNNING);
    fleet.host.write(fleet.name(tenant), slug + "'s voicemail");
    return tenant;
  }

  private void wish(HostName host, Host.Wish wish) {
    fleet.hosts.wish(host, wish, fleet.clock.instant());
  }

  /** Reconciler and watch side by side, as they are in life. */
  private static void live(Fleet fleet, Duration duration) {
    for (long seconds = 0; seconds < duration.toSeconds(); seconds += 10) {
      fleet.watchHosts();
      fleet.run(Duration.ofSeconds(10));
    }
    fleet.watchHosts();
  }

  private void live(Duration duration) {
    live(fleet, duration);
  }

  private Host host(HostName name) {
    return fleet.hosts.find(name).orElseThrow();
  }

  private List<String> reasons(Tenant tenant) {
    return fleet.machines.history(tenant.id(), 100).stream().map(StageChange::reason).toList();
  }

  @Test
  void tenantsAreSpreadOverTheHostsByWhatTheyHave() {
    for (int number = 0; number < 6; number++) {
      running("tenant" + number);
    }
    assertThat(fleet.hosts.loads(256, Optional.empty()))
        .extracting(load -> load.host().name(), load -> load.vms())
        .containsExactlyInAnyOrder(tuple(ONE, 3), tuple(TWO, 2), tuple(FIRST, 1));
  }

  @Test
  void theRowSaysWhereTheVmIs() {
    Tenant acme = running("acme");
    assertThat(fleet.hosts.of(fleet.machine(acme).id())).contains(where(acme));
  }

  @Test
  void whenNoHostHasRoomTheTenantReadsWhyAndComesUpOnceThereIs() {
    for (HostName name : List.of(ONE, TWO)) {
      wish(name, Host.Wish.MAINTENANCE);
    }
    running("acme");
    running("beta");
    Tenant late = fleet.tenant("late");
    fleet.run(Duration.ofMinutes(1));
    assertThat(fleet.machine(late).stage()).isEqualTo(FAILED);
    assertThat(fleet.machine(late).reason())
        .startsWith("There is no room for it now:")
        .contains(
            "no host has room: 256 MiB of memory and 1024 MiB of disk are needed",
            "one (it is in maintenance)",
            "simulated (0 MiB of memory left to promise)");
    wish(TWO, Host.Wish.REOPEN);
    live(Duration.ofMinutes(2));
    assertThat(host(TWO).wish()).isEqualTo(Host.Wish.OPEN);
    assertThat(fleet.machine(late).stage()).isEqualTo(RUNNING);
    assertThat(where(late)).isEqualTo(TWO);
  }

  @Test
  void inMaintenanceAHostKeepsItsTenants() {
    Tenant acme = running("acme");
    wish(where(acme), Host.Wish.MAINTENANCE);
    int changes = fleet.changes();
    live(Duration.ofMinutes(2));
    assertThat(fleet.changes()).isEqualTo(changes);
    assertThat(where(running("beta"))).isNotEqualTo(where(acme));
  }

  @Test
  void aDrainedHostsTenantsRunElsewhereWithTheirDataAndItIsClosed() {
    Tenant acme = running("acme");
    HostName from = where(acme);
    Tenant off = running("off");
    fleet.machines.desire(off.id(), DesiredState.STOPPED);
    fleet.run(Duration.ofSeconds(5));
    wish(from, Host.Wish.DRAIN);
    wish(where(off), Host.Wish.DRAIN);
    live(Duration.ofMinutes(1));
    for (Tenant each : List.of(acme, off)) {
      assertThat(where(each)).isEqualTo(FIRST);
      assertThat(fleet.hosts.of(fleet.machine(each).id())).contains(FIRST);
      assertThat(fleet.host.written(fleet.name(each))).isEqualTo(each.slug() + "'s voicemail");
    }
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.machine(off).stage()).isEqualTo(STOPPED);
    assertThat(fleet.isUp(off)).isFalse();
    assertThat(reasons(acme))
        .contains("It moves from the host " + from + " to simulated, with its data.");
    assertThat(host(from).state()).isEqualTo(Host.State.CLOSED);
    assertThat(host(from).note()).isEqualTo("It is empty.");
    int changes = fleet.changes();
    live(Duration.ofMinutes(1));
    assertThat(fleet.changes()).as("nothing is left to do").isEqualTo(changes);
  }

  @Test
  void whereAllHostsShareTheStorageTheEngineCarriesTheVms() {
    fleet.host.shareStorage(true);
    Tenant acme = running("acme");
    HostName from = where(acme);
    wish(from, Host.Wish.DRAIN);
    live(Duration.ofMinutes(1));
    assertThat(where(acme)).isNotEqualTo(from);
    assertThat(fleet.hosts.of(fleet.machine(acme).id())).contains(where(acme));
    assertThat(fleet.host.calls(Operation.STOP)).as("it never stopped").isZero();
    assertThat(fleet.host.calls(Operation.EVACUATE)).isEqualTo(1);
  }

  @Test
  void aDrainedHostIsOpenedAgain() {
    wish(ONE, Host.Wish.DRAIN);
    live(Duration.ofSeconds(20));
    assertThat(host(ONE).state()).isEqualTo(Host.State.CLOSED);
    wish(ONE, Host.Wish.REOPEN);
    live(Duration.ofSeconds(20));
    assertThat(host(ONE).state()).isEqualTo(Host.State.UP);
    assertThat(host(ONE).wish()).isEqualTo(Host.Wish.OPEN);
  }

  @Test
  void whoFindsNoOtherHostRunsOnAndTheHostSaysWhy() {
    Tenant acme = running("acme");
    for (HostName name : List.of(FIRST, ONE, TWO)) {
      wish(name, Host.Wish.DRAIN);
    }
    live(Duration.ofMinutes(1));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.host.calls(Operation.STOP)).isZero();
    assertThat(host(where(acme)).note()).startsWith("1 tenant is on it. They stay: no host has");
  }

  @Test
  void aVmThatCannotBeMovedRunsOnWhereItIsAndIsNotStoppedAgainAtOnce() {
    Tenant acme = running("acme");
    HostName from = where(acme);
    for (int i = 0; i < 3; i++) {
      fleet.host.failNext(
          Operation.MOVE, Fault.before(Category.EXTERNAL, "the network between them is down"));
    }
    wish(from, Host.Wish.DRAIN);
    live(Duration.ofMinutes(4));
    assertThat(where(acme)).isEqualTo(from);
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.host.calls(Operation.STOP)).isEqualTo(1);
    assertThat(reasons(acme))
        .anySatisfy(reason -> assertThat(reason).contains("could not move", "network between"));
    live(Duration.ofMinutes(15));
    assertThat(where(acme)).isNotEqualTo(from);
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
  }

  @Test
  void aMoveWhoseAnswerGotLostIsFoundOut() {
    Tenant acme = running("acme");
    HostName from = where(acme);
    fleet.host.failNext(Operation.MOVE, Fault.after(Category.EXTERNAL, "answer lost"));
    wish(from, Host.Wish.DRAIN);
    live(Duration.ofMinutes(1));
    assertThat(where(acme)).isNotEqualTo(from);
    assertThat(fleet.hosts.of(fleet.machine(acme).id())).contains(where(acme));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.host.calls(Operation.MOVE)).isEqualTo(1);
  }

  @Test
  void theVmsOfALostHostAreNeitherMadeAnewNorOrphanedAndComeBackWithIt() {
    Tenant acme = running("acme");
    HostName lost = where(acme);
    fleet.host.loseHost(HostSights.named(lost));
    int created = fleet.host.calls(Operation.CREATE);
    live(Duration.ofMinutes(10));
    assertThat(host(lost).state()).isEqualTo(Host.State.LOST);
    assertThat(host(lost).capacity().memoryMib()).isEqualTo(1024);
    assertThat(fleet.driver().list()).hasOnlyElementsOfType(VmStatus.Lost.class);
    assertThat(fleet.machine(acme).stage()).isEqualTo(FAILED);
    assertThat(fleet.machine(acme).reason()).contains("its host " + lost + " does not answer");
    assertThat(fleet.host.calls(Operation.CREATE)).isEqualTo(created);
    assertThat(fleet.host.calls(Operation.DELETE)).isZero();
    assertThat(where(running("beta"))).isNotEqualTo(lost);

    fleet.host.recoverHost(HostSights.named(lost));
    live(Duration.ofMinutes(1));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(where(acme)).isEqualTo(lost);
    assertThat(fleet.host.written(fleet.name(acme))).isEqualTo("acme's voicemail");
  }

  @Test
  void anOrphanOnALostHostIsLeftAloneUntilItIsBack() {
    Tenant acme = running("acme");
    running("beta");
    HostName lost = where(acme);
    VmName orphan = fleet.name(acme);
    fleet.machines.remove(fleet.machine(acme).id());
    fleet.host.loseHost(HostSights.named(lost));
    Orphans orphans = new Orphans(fleet.machines, fleet.pool, fleet::driver, true, fleet.clock);
    for (int minute = 0; minute < 30; minute++) {
      orphans.look();
      fleet.clock.pass(Duration.ofMinutes(1));
    }
    assertThat(fleet.host.calls(Operation.DELETE)).isZero();
    fleet.host.recoverHost(HostSights.named(lost));
    orphans.look();
    assertThat(fleet.driver().list()).extracting(VmStatus::name).doesNotContain(orphan);
  }

  @Test
  void whoeverIsKilledWhileAHostIsDrainedIsFollowedBySomebodyWhoGoesOn() {
    Set<String> steps = new TreeSet<>();
    for (boolean afterwards : new boolean[] {false, true}) {
      boolean killed = true;
      for (int changes = 0; killed; changes++) {
        fleet = new Fleet();
        addHosts(fleet);
        Tenant acme = running("acme");
        HostName from = where(acme);
        wish(from, Host.Wish.DRAIN);
        Killed.Fuse fuse = new Killed.Fuse(changes, afterwards);
        fleet.reconciler = fleet.doomed(fuse);
        fleet.host.onStep(fuse::inTheMiddle);
        killed = dies(fleet, fleet.doomedWatch(fuse));
        if (killed) {
          steps.add(fuse.last());
        }
        fleet.host.onStep(() -> {});
        fleet.reconciler = fleet.reconciler(fleet.machines, fleet::driver);
        fleet.machines.forgetClaims(fleet.clock.instant());
        live(Duration.ofMinutes(1));
        assertThat(where(acme)).as(fuse.last()).isNotEqualTo(from);
        assertThat(fleet.machine(acme).stage()).as(fuse.last()).isEqualTo(RUNNING);
        assertThat(fleet.host.written(fleet.name(acme))).isEqualTo("acme's voicemail");
        assertThat(fleet.driver().list()).hasSize(1);
        assertThat(new SimulatorDriver(fleet.host).hosts())
            .filteredOn(each -> each.state() == HypervisorHost.State.CLOSED)
            .hasSize(1);
        int settled = fleet.changes();
        fleet.machines.forgetClaims(fleet.clock.instant());
        fleet.watchHosts();
        fleet.pass();
        assertThat(fleet.changes()).as("a second pass").isEqualTo(settled);
      }
    }
    assertThat(steps)
        .as("where it was killed")
        .contains("HypervisorDriver.move", "HypervisorDriver.evacuate", "HostRepository.place");
  }

  private static boolean dies(Fleet fleet, HostWatch watch) {
    try {
      for (int tick = 0; tick < 6; tick++) {
        fleet.run(Duration.ofSeconds(10));
        watch.look();
      }
      return false;
    } catch (Killed end) {
      return true;
    }
  }
}
