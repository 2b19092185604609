package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateVersion;
import org.ringfence.domain.tenant.Tenant;

class PoolRepositoryIT {
  private static final String HOST = "here";
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final TenantNetwork NETWORK = TenantNetwork.parse("10.0.0.0/24");
  private static final TemplateId OLD = new TemplateId("0123456789ab");
  private static final TemplateId NEW = new TemplateId("fedcba987654");
  private static final Plan LARGE =
      new Plan(PlanId.random(), new DisplayName("Large"), 2, 512, 2048, 10, 10);

  private TestDatabase database;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    database.templates.found(List.of(version(OLD), version(NEW)), OLD, NOW);
    database.plans.save(LARGE);
  }

  private static TemplateVersion version(TemplateId id) {
    return new TemplateVersion(id, "1:22.10", "7.2", "forky", "today", Optional.of(NOW), "{}");
  }

  private void settle(int machines, Optional<PlanId> plan, TemplateId template) {
    database.machinePool.resize(new PoolSize(machines, plan), NOW);
    database.machinePool.settle(HOST, Optional.of(template), NETWORK, NOW);
  }

  /** As a provisioner makes them. */
  private List<PooledMachine> waiting(int machines) {
    settle(machines, Optional.empty(), OLD);
    for (PooledMachine machine : database.machinePool.list()) {
      database.machinePool.waits(machine, "as wanted", NOW);
    }
    return database.machinePool.list();
  }

  private Optional<VirtualMachine> claim(String slug, Optional<PlanId> plan) throws Exception {
    return database.transaction(
        () ->
            database.machinePool.claim(
                database.tenant(slug).id(), plan, Secret.random(), Secret.random(), "why", NOW));
  }

  @Test
  void whatIsWantedIsAskedForOnceAndSurplusLeaves() {
    settle(2, Optional.empty(), OLD);
    assertThat(database.machinePool.settle(HOST, Optional.of(OLD), NETWORK, NOW)).isFalse();
    assertThat(database.machinePool.list())
        .hasSize(2)
        .allSatisfy(
            row -> {
              assertThat(row.stage()).isEqualTo(PooledStage.REQUESTED);
              assertThat(row.name()).matches("pool-[0-9a-f]{12}");
            })
        .extracting(row -> row.address().value())
        .containsExactlyInAnyOrder("10.0.0.254", "10.0.0.253");
    settle(1, Optional.empty(), OLD);
    assertThat(database.machinePool.list())
        .extracting(PooledMachine::stage)
        .containsExactlyInAnyOrder(PooledStage.REQUESTED, PooledStage.LEAVING);
    database.machinePool.settle(HOST, Optional.empty(), NETWORK, NOW);
    assertThat(database.machinePool.list())
        .extracting(PooledMachine::stage)
        .containsOnly(PooledStage.LEAVING);
    database.machinePool.list().forEach(row -> database.machinePool.remove(row.id(), NOW));
    assertThat(database.machinePool.list()).isEmpty();
  }

  @Test
  void oneOfTheHostsPoolsDoesNotCountInAnother() {
    settle(2, Optional.empty(), OLD);
    database.machinePool.settle("there", Optional.of(OLD), NETWORK, NOW);
    assertThat(database.machinePool.list())
        .extracting(PooledMachine::host)
        .containsExactlyInAnyOrder(HOST, HOST, "there", "there");
    assertThat(database.machinePool.claimDue("there", "me", 10, LEASE, NOW)).hasSize(2);
  }

  @Test
  void theSizeWithItsPlanIsFoundAgain() {
    assertThat(database.machinePool.size()).isEqualTo(PoolSize.NONE);
    PoolSize size = new PoolSize(3, Optional.of(LARGE.id()));
    database.machinePool.resize(size, NOW);
    assertThat(database.machinePool.size()).isEqualTo(size);
  }

  @Test
  void aTenantGetsOneThatWaitsWithSecretsOfItsOwn() throws Exception {
    PooledMachine waited = waiting(1).get(0);
    assertThat(waited.stage()).isEqualTo(PooledStage.WAITING);
    VirtualMachine got = claim("acme", Optional.empty()).orElseThrow();
    assertThat(got.name()).isEqualTo(waited.name());
    assertThat(got.address()).isEqualTo(waited.address());
    assertThat(got.desired()).isEqualTo(DesiredState.RUNNING);
    assertThat(got.stage()).isEqualTo(VmStage.REQUESTED);
    assertThat(got.template().version()).contains(OLD);
    assertThat(database.machines.find(got.tenantId())).contains(got);
    assertThat(database.machines.claimDue("me", 10, LEASE, NOW)).containsExactly(got);
    assertThat(database.machines.history(got.tenantId(), 9))
        .extracting(StageChange::reason)
        .containsExactly("why");
    assertThat(database.machinePool.list()).isEmpty();
    // What somebody who still looks after it does now has no effect.
    database.machinePool.waits(waited, "late", NOW);
    assertThat(database.machinePool.withdraw(waited.id(), "", NOW)).isFalse();
    database.machinePool.failed(waited.id(), "late", NOW);
    database.machinePool.remove(waited.id(), NOW);
    assertThat(database.machines.findById(got.id()).orElseThrow().stage())
        .isEqualTo(VmStage.REQUESTED);
  }

  @Test
  void onlyWhatFitsIsGivenAway() throws Exception {
    settle(1, Optional.empty(), OLD);
    assertThat(claim("not-ready", Optional.empty())).isEmpty();
    waiting(1);
    assertThat(claim("another-size", Optional.of(LARGE.id()))).isEmpty();
    database.templates.found(List.of(version(OLD), version(NEW)), NEW, NOW);
    assertThat(claim("newer-template", Optional.empty())).isEmpty();
    settle(1, Optional.of(LARGE.id()), NEW);
    assertThat(database.machinePool.list().get(0).stage()).isEqualTo(PooledStage.REQUESTED);
    PooledMachine anew = database.machinePool.list().get(0);
    assertThat(anew.plan()).contains(LARGE);
    database.machinePool.waits(anew, "as wanted", NOW);
    assertThat(claim("large", Optional.of(LARGE.id())).orElseThrow().plan()).contains(LARGE);
  }

  @Test
  void whatWasMadeForAnotherWishDoesNotWait() {
    settle(1, Optional.empty(), OLD);
    PooledMachine old = database.machinePool.list().get(0);
    settle(1, Optional.empty(), NEW);
    database.machinePool.waits(old, "as it was wanted", NOW);
    assertThat(database.machinePool.list().get(0).stage()).isEqualTo(PooledStage.REQUESTED);
  }

  @Test
  void aClaimThatIsTakenBackLeavesItInThePool() {
    waiting(1);
    Tenant acme = database.tenant("acme");
    assertThatThrownBy(
            () ->
                database.transaction(
                    () -> {
                      database.machinePool.claim(
                          acme.id(), Optional.empty(), Secret.random(), Secret.random(), "", NOW);
                      throw new IllegalStateException("refused after all");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(database.machinePool.list().get(0).stage()).isEqualTo(PooledStage.WAITING);
  }

  @Test
  void tenantsThatAreCreatedAtOnceGetDifferentOnesOrOneThatIsMade() throws Exception {
    List<String> waited = waiting(4).stream().map(PooledMachine::name).toList();
    int number = 6;
    CyclicBarrier together = new CyclicBarrier(number);
    ExecutorService threads = Executors.newFixedThreadPool(number);
    List<Future<String>> all = new ArrayList<>();
    try {
      for (int i = 0; i < number; i++) {
        String slug = "tenant-" + i;
        Callable<String> creation =
            () -> {
              together.await();
              return database.transaction(() -> found(slug));
            };
        all.add(threads.submit(creation));
      }
      List<String> names = new ArrayList<>();
      int refused = 0;
      for (Future<String> each : all) {
        try {
          names.add(each.get());
        } catch (ExecutionException sameAddress) {
          assertThat(sameAddress).hasRootCauseInstanceOf(SQLException.class);
          refused++;
        }
      }
      // Two that were made took the same address: the one is repeated, as the portal does. Not
      // before all are done: another one could take the next address, too.
      for (int i = 0; i < refused; i++) {
        String again = "again-" + i;
        names.add(database.transaction(() -> found(again)));
      }
      assertThat(names).doesNotHaveDuplicates().containsAll(waited);
    } finally {
      threads.shutdownNow();
    }
  }

  private String found(String slug) {
    return new MachinePlan(
            NETWORK,
            database.machines,
            database.revisions,
            Optional.of(database.machinePool),
            Clock.fixed(NOW, ZoneOffset.UTC))
        .request(database.tenant(slug), "hoster")
        .name();
  }

  @Test
  void whatWaitsIsInNoListOfTenantsButHasItsAddress() {
    PooledMachine waited = waiting(1).get(0);
    assertThat(database.machines.list()).isEmpty();
    assertThat(database.machines.findById(waited.id())).isEmpty();
    assertThat(database.machines.claimDue("me", 10, LEASE, NOW)).isEmpty();
    assertThat(database.machines.addressesInUse()).containsExactly(waited.address());
    assertThat(database.templates.tenants(OLD)).isEmpty();
    assertThat(database.moves.queueAll(NEW, Optional.empty(), "hoster", NOW)).isZero();
  }

  @Test
  void aClaimOfAProvisionerEndsWithItsLease() {
    waiting(1);
    assertThat(database.machinePool.claimDue(HOST, "one", 10, LEASE, NOW)).hasSize(1);
    assertThat(database.machinePool.claimDue(HOST, "two", 10, LEASE, NOW)).isEmpty();
    assertThat(database.machinePool.claimDue(HOST, "two", 10, LEASE, NOW.plus(LEASE))).hasSize(1);
    database.machinePool.release(
        database.machinePool.list().get(0).id(), "two", NOW.plusSeconds(60));
    assertThat(database.machinePool.claimDue(HOST, "one", 10, LEASE, NOW.plusSeconds(59)))
        .isEmpty();
    assertThat(database.machinePool.claimDue(HOST, "one", 10, LEASE, NOW.plusSeconds(60)))
        .hasSize(1);
  }
}
