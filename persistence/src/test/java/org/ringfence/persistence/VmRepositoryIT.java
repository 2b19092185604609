package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.machine.AddressTaken;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;

class VmRepositoryIT {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private TestDatabase database;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
  }

  private VirtualMachine machine(String slug, String address) {
    Tenant tenant = database.tenant(slug);
    VirtualMachine machine = machineOf(tenant.id(), slug, address);
    database.machines.add(tenant.id(), machine);
    return machine;
  }

  private static VirtualMachine machineOf(TenantId tenantId, String slug, String address) {
    return new VirtualMachine(
        VmId.random(),
        tenantId,
        "rf-" + slug,
        DesiredState.RUNNING,
        VmStage.REQUESTED,
        "",
        new Ipv4(address),
        Secret.random(),
        Secret.random(),
        "",
        0,
        NOW);
  }

  private VirtualMachine stored(VirtualMachine machine) {
    return database.machines.findById(machine.id()).orElseThrow();
  }

  @Test
  void whatIsStoredIsFoundAgainWithItsSecrets() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    VirtualMachine zeta = machine("zeta", "10.0.0.11");
    assertThat(database.machines.find(acme.tenantId())).contains(acme);
    assertThat(database.machines.findById(zeta.id())).contains(zeta);
    assertThat(database.machines.list()).containsExactly(acme, zeta);
    assertThat(database.machines.addressesInUse())
        .containsExactlyInAnyOrder(new Ipv4("10.0.0.10"), new Ipv4("10.0.0.11"));
    assertThat(database.machines.find(TenantId.random())).isEmpty();
    assertThat(database.machines.findById(VmId.random())).isEmpty();
  }

  @Test
  void aDeletionKeepsItsMomentUntilItIsTakenBack() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    Instant after = NOW.plusSeconds(3600);
    database.machines.desireDeletion(acme.tenantId(), after);
    database.machines.desireDeletion(acme.tenantId(), after.plusSeconds(3600));
    assertThat(stored(acme).desired()).isEqualTo(DesiredState.DELETED);
    assertThat(stored(acme).deleteAfter()).contains(after);
    database.machines.desire(acme.tenantId(), DesiredState.STOPPED);
    assertThat(stored(acme).desired()).isEqualTo(DesiredState.STOPPED);
    assertThat(stored(acme).deleteAfter()).isEmpty();
  }

  @Test
  void aWishMakesTheMachineDueAtOnceAlsoWhileItIsClaimed() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    assertThat(database.machines.claimDue("a", 10, LEASE, NOW)).hasSize(1);
    database.machines.askRestart(acme.tenantId(), NOW);
    database.machines.release(acme.id(), "a", NOW.plusSeconds(600));
    assertThat(database.machines.claimDue("b", 10, LEASE, NOW))
        .singleElement()
        .satisfies(claimed -> assertThat(claimed.restartAsked()).contains(NOW));
  }

  @Test
  void ofTwoRestartsTheOneThatHappenedIsTakenOff() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    database.machines.askRestart(acme.tenantId(), NOW);
    database.machines.askRestart(acme.tenantId(), NOW.plusSeconds(1));
    database.machines.restarted(acme.id(), NOW);
    assertThat(stored(acme).restartAsked()).contains(NOW.plusSeconds(1));
    database.machines.restarted(acme.id(), NOW.plusSeconds(1));
    assertThat(stored(acme).restartAsked()).isEmpty();
  }

  @Test
  void aWishForOneTenantsMachineLeavesTheOthersAlone() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    VirtualMachine zeta = machine("zeta", "10.0.0.11");
    database.machines.askRestart(acme.tenantId(), NOW);
    database.machines.desireDeletion(acme.tenantId(), NOW);
    assertThat(stored(zeta)).isEqualTo(zeta);
  }

  @Test
  void anAddressThatIsTakenIsSaidSo() {
    machine("acme", "10.0.0.10");
    assertThatThrownBy(() -> machine("zeta", "10.0.0.10"))
        .isInstanceOf(AddressTaken.class)
        .hasMessageContaining("10.0.0.10");
  }

  @Test
  void theMachineOfAnotherTenantCannotBeStored() {
    Tenant acme = database.tenant("acme");
    Tenant zeta = database.tenant("zeta");
    assertThatThrownBy(
            () -> database.machines.add(acme.id(), machineOf(zeta.id(), "zeta", "10.0.0.10")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPlanStoresMachineAndFirstRevisionOrNothing() throws Exception {
    MachinePlan plan =
        new MachinePlan(
            TenantNetwork.parse("10.213.180.0/24"),
            database.machines,
            database.revisions,
            Clock.fixed(NOW, ZoneOffset.UTC));
    Tenant acme = database.tenant("acme");
    VirtualMachine machine = database.transaction(() -> plan.request(acme, "hoster"));
    assertThat(machine.address()).isEqualTo(new Ipv4("10.213.180.10"));
    assertThat(database.machines.find(acme.id())).contains(machine);
    assertThat(database.revisions.newest(acme.id()).orElseThrow().state())
        .isEqualTo(RevisionState.REQUESTED);

    Tenant zeta = database.tenant("zeta");
    assertThatThrownBy(
            () ->
                database.transaction(
                    () -> {
                      plan.request(zeta, "hoster");
                      throw new IllegalStateException("the use case failed later");
                    }))
        .hasMessage("the use case failed later");
    assertThat(database.machines.find(zeta.id())).isEmpty();
    assertThat(database.revisions.newest(zeta.id())).isEmpty();
  }

  @Test
  void ofManyNewTenantsAtOnceNoTwoGetOneAddress() throws Exception {
    MachinePlan plan =
        new MachinePlan(
            TenantNetwork.parse("10.213.180.0/24"),
            database.machines,
            database.revisions,
            Clock.fixed(NOW, ZoneOffset.UTC));
    int count = 6;
    List<Callable<Ipv4>> requests = new ArrayList<>();
    CyclicBarrier together = new CyclicBarrier(count);
    for (int i = 0; i < count; i++) {
      Tenant tenant = database.tenant("tenant" + i);
      requests.add(
          () -> {
            together.await();
            while (true) {
              try {
                return database.transaction(() -> plan.request(tenant, "hoster")).address();
              } catch (AddressTaken taken) {
                // As the contract says: the whole again in a new transaction.
              }
            }
          });
    }
    Set<Ipv4> addresses = Set.copyOf(inParallel(requests));
    assertThat(addresses).hasSize(count);
  }

  @Test
  void aNewVmIsDueAtOnceAndOnlyForOne() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    assertThat(database.machines.claimDue("one", 10, LEASE, NOW)).containsExactly(acme);
    assertThat(database.machines.claimDue("two", 10, LEASE, NOW)).isEmpty();
    assertThat(database.machines.claimDue("one", 10, LEASE, NOW)).isEmpty();
  }

  @Test
  void aClaimEndsWithItsLease() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    database.machines.claimDue("one", 10, LEASE, NOW);
    assertThat(database.machines.claimDue("two", 10, LEASE, NOW.plus(LEASE).minusMillis(1)))
        .isEmpty();
    assertThat(database.machines.claimDue("two", 10, LEASE, NOW.plus(LEASE))).containsExactly(acme);
  }

  @Test
  void aReleasedVmIsDueWhenItsHolderSaid() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    database.machines.claimDue("one", 10, LEASE, NOW);
    database.machines.release(acme.id(), "one", NOW.plusSeconds(10));
    assertThat(database.machines.claimDue("two", 10, LEASE, NOW.plusSeconds(9))).isEmpty();
    assertThat(database.machines.claimDue("two", 10, LEASE, NOW.plusSeconds(10))).hasSize(1);
  }

  @Test
  void whoDoesNotHoldAVmCannotReleaseIt() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    database.machines.claimDue("one", 10, LEASE, NOW);
    database.machines.release(acme.id(), "two", NOW);
    assertThat(database.machines.claimDue("two", 10, LEASE, NOW)).isEmpty();
  }

  @Test
  void aWishDuringAClaimIsNotLostByItsRelease() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    database.machines.claimDue("one", 10, LEASE, NOW);
    database.machines.desire(acme.tenantId(), DesiredState.DELETED);
    database.machines.release(acme.id(), "one", NOW.plusSeconds(600));
    assertThat(database.machines.claimDue("two", 10, LEASE, NOW))
        .extracting(VirtualMachine::desired)
        .containsExactly(DesiredState.DELETED);
  }

  @Test
  void theLongestDueComesFirst() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    VirtualMachine zeta = machine("zeta", "10.0.0.11");
    database.machines.claimDue("one", 10, LEASE, NOW);
    database.machines.release(acme.id(), "one", NOW.plusSeconds(5));
    database.machines.release(zeta.id(), "one", NOW.plusSeconds(4));
    assertThat(database.machines.claimDue("one", 1, LEASE, NOW.plusSeconds(9)))
        .extracting(VirtualMachine::id)
        .containsExactly(zeta.id());
  }

  @Test
  void manyProvisionersNeverHoldTheSameVm() throws Exception {
    for (int i = 0; i < 40; i++) {
      machine("tenant" + i, "10.0.1." + (i + 1));
    }
    List<Callable<List<VirtualMachine>>> provisioners = new ArrayList<>();
    CyclicBarrier together = new CyclicBarrier(4);
    for (int i = 0; i < 4; i++) {
      String owner = "provisioner " + i;
      provisioners.add(
          () -> {
            together.await();
            List<VirtualMachine> claimed = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
              claimed.addAll(database.machines.claimDue(owner, 3, LEASE, NOW));
            }
            return claimed;
          });
    }
    List<VmId> all =
        inParallel(provisioners).stream().flatMap(List::stream).map(VirtualMachine::id).toList();
    assertThat(all).doesNotHaveDuplicates().hasSize(40);
  }

  @Test
  void aVmWhoseSecretsDoNotOpenDoesNotHoldUpTheOthers() throws Exception {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    machine("zeta", "10.0.0.11");
    database.sql("UPDATE virtual_machine SET ami_secret_enc = 'x' WHERE name = 'rf-zeta'");
    assertThat(database.machines.claimDue("one", 10, LEASE, NOW)).containsExactly(acme);
    database.machines.release(acme.id(), "one", NOW);
    assertThat(database.machines.claimDue("one", 10, LEASE, NOW)).containsExactly(acme);
  }

  @Test
  void aStageIsHistoryAndNewsOnlyWhenItDiffers() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    long before = database.events.newestId();
    Instant later = NOW.plusSeconds(1);
    database.machines.stage(acme.id(), VmStage.CREATING, "", later);
    database.machines.stage(acme.id(), VmStage.CREATING, "", later.plusSeconds(1));
    database.machines.stage(acme.id(), VmStage.CREATING, "waits", later.plusSeconds(2));
    assertThat(database.machines.history(acme.tenantId(), 10))
        .containsExactly(
            new StageChange(VmStage.REQUESTED, "", NOW),
            new StageChange(VmStage.CREATING, "", later),
            new StageChange(VmStage.CREATING, "waits", later.plusSeconds(2)));
    assertThat(stored(acme).stageSince()).isEqualTo(later);
    assertThat(database.events.after(before, 10))
        .extracting(LiveEvent::kind, LiveEvent::subject)
        .containsExactly(tuple("vm", acme.id().toString()), tuple("vm", acme.id().toString()));
  }

  @Test
  void historyShowsTheNewestStepsOldestFirst() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    database.machines.stage(acme.id(), VmStage.CREATING, "", NOW);
    database.machines.stage(acme.id(), VmStage.BOOTING, "", NOW);
    assertThat(database.machines.history(acme.tenantId(), 2))
        .extracting(StageChange::stage)
        .containsExactly(VmStage.CREATING, VmStage.BOOTING);
    assertThat(database.machines.history(database.tenant("zeta").id(), 10)).isEmpty();
  }

  @Test
  void everyFailureCountsAndRunningClearsThem() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    database.machines.stage(acme.id(), VmStage.FAILED, "no memory", NOW);
    database.machines.stage(acme.id(), VmStage.FAILED, "no memory", NOW);
    database.machines.stage(acme.id(), VmStage.BOOTING, "", NOW);
    assertThat(stored(acme).failures()).isEqualTo(2);
    database.machines.stage(acme.id(), VmStage.RUNNING, "", NOW);
    assertThat(stored(acme).failures()).isZero();
  }

  @Test
  void aReasonThatIsTooLongIsCutInsteadOfLost() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    database.machines.stage(acme.id(), VmStage.FAILED, "ä\uD83D\uDE00".repeat(800), NOW);
    assertThat(stored(acme).reason()).startsWith("ä\uD83D\uDE00").hasSizeLessThanOrEqualTo(1000);
  }

  @Test
  void aNewBootIsNewsForTheReconciler() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    database.machines.claimDue("one", 10, LEASE, NOW);
    database.machines.release(acme.id(), "one", NOW.plusSeconds(600));
    assertThat(database.machines.lastHeard(acme.id())).isEmpty();
    database.machines.heard(acme.id(), "boot-1", NOW);
    assertThat(database.machines.claimDue("one", 10, LEASE, NOW)).hasSize(1);
    database.machines.release(acme.id(), "one", NOW.plusSeconds(600));
    database.machines.heard(acme.id(), "boot-1", NOW.plusSeconds(1));
    assertThat(database.machines.claimDue("one", 10, LEASE, NOW.plusSeconds(1))).isEmpty();
    assertThat(database.machines.lastHeard(acme.id())).contains(NOW.plusSeconds(1));
    assertThat(stored(acme).bootId()).isEqualTo("boot-1");
  }

  @Test
  void aRemovedVmFreesItsAddressAndItsHistory() {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    database.machines.remove(acme.id());
    assertThat(database.machines.findById(acme.id())).isEmpty();
    assertThat(database.machines.addressesInUse()).isEmpty();
    database.machines.stage(acme.id(), VmStage.RUNNING, "", NOW);
    assertThat(database.machines.findById(acme.id())).isEmpty();
  }

  @Test
  void secretsSwappedBetweenTwoVmsDoNotOpen() throws Exception {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    machine("zeta", "10.0.0.11");
    database.sql(
        "UPDATE virtual_machine a JOIN virtual_machine z ON z.name = 'rf-zeta'"
            + " SET a.guest_secret_enc = z.guest_secret_enc WHERE a.name = 'rf-acme'");
    assertThatThrownBy(() -> database.machines.find(acme.tenantId()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("guest_secret_enc");
    database.sql(
        "UPDATE virtual_machine SET guest_secret_enc = ami_secret_enc WHERE name = 'rf-zeta'");
    assertThatThrownBy(() -> database.machines.list()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLostConnectionIsACleanErrorAndTheNextCallWorks() throws Exception {
    VirtualMachine acme = machine("acme", "10.0.0.10");
    assertThatThrownBy(
            () ->
                database.transaction(
                    () -> {
                      database.machines.stage(acme.id(), VmStage.FAILED, "never seen", NOW);
                      Object connection =
                          database
                              .entities()
                              .createNativeQuery("SELECT CONNECTION_ID()")
                              .getSingleResult();
                      database.sql("KILL " + connection);
                      return database.machines.find(acme.tenantId());
                    }))
        .isInstanceOf(jakarta.persistence.PersistenceException.class)
        .hasStackTraceContaining("Communications link failure");
    assertThat(database.machines.find(acme.tenantId()).map(VirtualMachine::stage))
        .isEqualTo(Optional.of(VmStage.REQUESTED));
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
