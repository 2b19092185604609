package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.hypervisor.Capability;
import org.ringfence.hypervisor.DriverInfo;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.StandBy;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmStatus;
import org.ringfence.hypervisor.simulator.Fault;
import org.ringfence.hypervisor.simulator.Operation;

class MachinePoolTest {
  private final Fleet fleet = new Fleet();

  private VmName only() {
    assertThat(fleet.pool.list()).hasSize(1);
    return VmName.of(fleet.pool.list().get(0).name());
  }

  private void assertWaiting(int number) {
    assertThat(fleet.pool.list())
        .extracting(PooledMachine::stage)
        .hasSize(number)
        .containsOnly(PooledStage.WAITING);
    assertThat(fleet.driver().list().stream().filter(VmStatus.Waiting.class::isInstance))
        .hasSize(number);
  }

  private void filled(int number) {
    fleet.keepPool(number);
    fleet.run(Duration.ofSeconds(3));
    assertWaiting(number);
  }

  @Test
  void theHostKeepsAsManyAsWantedAndThenDoesNothing() {
    filled(3);
    int changes = fleet.changes();
    fleet.run(Duration.ofMinutes(2));
    assertThat(fleet.changes()).isEqualTo(changes);
    fleet.keepPool(1);
    fleet.run(Duration.ofSeconds(2));
    assertWaiting(1);
    assertThat(fleet.driver().list()).hasSize(1);
  }

  @Test
  void aNewTenantGetsOneThatWaitsAndAnotherOneTakesItsPlace() {
    filled(1);
    VmName waited = only();
    Tenant acme = fleet.tenant("acme");
    assertThat(fleet.name(acme)).isEqualTo(waited);
    fleet.run(Duration.ofSeconds(45));
    assertThat(fleet.stages(acme)).endsWith(VmStage.BOOTING, VmStage.CONFIGURING, VmStage.RUNNING);
    assertThat(fleet.host.identity(waited).orElseThrow().text())
        .contains(
            "\nhostname=rf-acme\n",
            "\ntenant=acme\n",
            "\nsecret=" + fleet.machine(acme).guestSecret().reveal());
    assertThat(fleet.host.calls(Operation.CREATE)).isEqualTo(2);
    assertThat(only()).isNotEqualTo(waited);
    assertWaiting(1);
  }

  @Test
  void anEmptyPoolIsNoReasonToWait() {
    filled(1);
    fleet.tenant("acme");
    Tenant beta = fleet.tenant("beta");
    assertThat(fleet.name(beta).value()).isEqualTo("rf-beta");
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.machine(beta).stage()).isEqualTo(VmStage.RUNNING);
  }

  @Test
  void oneThatWasKilledWaitsAgain() {
    filled(1);
    fleet.host.crash(only());
    fleet.run(Duration.ofSeconds(30));
    assertWaiting(1);
  }

  @Test
  void oneThatWasKilledJustBeforeATenantGotItIsStartedAsAnyOther() {
    filled(1);
    fleet.host.crash(only());
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.machine(acme).stage()).isEqualTo(VmStage.RUNNING);
    assertThat(fleet.machines.history(acme.id(), 10))
        .extracting(StageChange::stage)
        .doesNotContain(VmStage.FAILED);
  }

  @Test
  void oneWhoseVmIsGoneIsMadeAgain() {
    filled(1);
    fleet.driver().delete(only());
    fleet.run(Duration.ofSeconds(30));
    assertWaiting(1);
  }

  @Test
  void oneOfAnOldTemplateIsNobodysAndIsReplaced() {
    filled(1);
    fleet.settings = Fleet.settings(Fleet.NEW.value());
    Tenant acme = fleet.tenant("acme");
    assertThat(fleet.name(acme).value()).isEqualTo("rf-acme");
    fleet.keepPool(1);
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.driver().inspect(only()).orElseThrow())
        .isInstanceOfSatisfying(
            VmStatus.Waiting.class,
            waiting -> assertThat(waiting.template().value()).isEqualTo(Fleet.NEW.value()));
  }

  @Test
  void oneOfAnotherEngineIsReplaced() {
    filled(1);
    DriverInfo accelerated =
        new DriverInfo("simulator", Set.of(Capability.STAND_BY), Map.of("accel", "kvm"));
    HypervisorDriver other = driver(accelerated, HypervisorDriver.class, StandBy.class);
    fleet.machinePool = Optional.of(fleet.machinePool(fleet.pool, () -> other));
    fleet.run(Duration.ofSeconds(30));
    assertWaiting(1);
    assertThat(fleet.pool.list().get(0).madeAs()).endsWith("{accel=kvm}");
    assertThat(fleet.host.calls(Operation.DELETE)).isEqualTo(1);
  }

  @Test
  void anotherPlansSizeMakesThemAnewAndOnlyItsTenantsGetThem() {
    filled(1);
    Plan large = new Plan(PlanId.random(), new DisplayName("Large"), 2, 512, 2048, 10, 10);
    fleet.machines.plans.put(large.id(), large);
    fleet.pool.resize(new PoolSize(1, Optional.of(large.id())), fleet.clock.instant());
    fleet.run(Duration.ofSeconds(3));
    assertWaiting(1);
    assertThat(fleet.pool.list().get(0).madeAs()).contains(" 2/512/2048 ");
    assertThat(fleet.name(fleet.tenant("acme")).value()).isEqualTo("rf-acme");
  }

  @Test
  void whyNoneWaitsIsSaidAndItIsTriedAgainWithBackOff() {
    for (int i = 0; i < 3; i++) {
      fleet.host.failNext(
          Operation.STAND_BY, Fault.before(Category.RESOURCES, "there is no memory"));
    }
    fleet.keepPool(1);
    fleet.run(Duration.ofSeconds(8));
    assertThat(fleet.pool.list().get(0).stage()).isEqualTo(PooledStage.FAILED);
    assertThat(fleet.pool.list().get(0).reason()).contains("there is no memory");
    fleet.run(Duration.ofMinutes(2));
    assertWaiting(1);
    assertThat(fleet.host.calls(Operation.STAND_BY)).isEqualTo(4);
  }

  @Test
  void tenantsThatStartComeFirstButNotForEver() {
    fleet.mute.add(VmName.of("rf-acme"));
    fleet.tenant("acme");
    fleet.keepPool(1);
    fleet.run(Duration.ofSeconds(40));
    assertThat(fleet.host.calls(Operation.STAND_BY)).isZero();
    fleet.run(Duration.ofSeconds(40));
    assertWaiting(1);
  }

  @Test
  void twoWhoLookAfterOnePoolKeepNoMoreThanWanted() {
    fleet.keepPool(2);
    MachinePool other = fleet.machinePool(fleet.pool, fleet::driver);
    for (int i = 0; i < 10; i++) {
      fleet.pass();
      other.tend();
      fleet.clock.pass(Duration.ofSeconds(1));
    }
    assertWaiting(2);
    assertThat(fleet.host.calls(Operation.CREATE)).isEqualTo(2);
  }

  /** As after a database was put back to an earlier day. */
  @Test
  void oneThatRunsIsNeverTouched() {
    filled(1);
    VmName name = only();
    fleet.driver().start(name, IdentityDocument.of("of somebody"));
    fleet.keepPool(0);
    fleet.run(Duration.ofMinutes(1));
    fleet.keepPool(1);
    fleet.run(Duration.ofMinutes(1));
    assertThat(fleet.driver().inspect(name)).containsInstanceOf(VmStatus.Running.class);
  }

  @Test
  void whatWaitsIsNoOrphan() {
    filled(1);
    fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(30));
    assertWaiting(1);
    Orphans orphans = new Orphans(fleet.machines, fleet.pool, fleet::driver, true, fleet.clock);
    for (int minutes = 0; minutes < 20; minutes++) {
      orphans.look();
      fleet.clock.pass(Duration.ofMinutes(1));
    }
    assertWaiting(1);
  }

  @Test
  void anEngineThatCannotLetVmsWaitHasNoPool() {
    fleet.keepPool(1);
    HypervisorDriver other = driver(fleet.driver().info(), HypervisorDriver.class);
    fleet.machinePool = Optional.of(fleet.machinePool(fleet.pool, () -> other));
    fleet.run(Duration.ofSeconds(5));
    assertThat(fleet.pool.list()).isEmpty();
    assertThat(fleet.driver().list()).isEmpty();
  }

  /** The same host, by a driver that says this of itself and can do no more than these. */
  private HypervisorDriver driver(DriverInfo info, Class<?>... interfaces) {
    return (HypervisorDriver)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            interfaces,
            (proxy, method, arguments) -> {
              if (method.getName().equals("info")) {
                return info;
              }
              try {
                return method.invoke(fleet.driver(), arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getTargetException();
              }
            });
  }
}
