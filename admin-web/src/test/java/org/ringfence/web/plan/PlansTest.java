package org.ringfence.web.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.memory.MemoryMachines;
import org.ringfence.domain.memory.MemoryPool;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class PlansTest {
  private final MemoryPbx pbx = new MemoryPbx();
  private final MemoryMachines machines = new MemoryMachines();
  private final MemoryPool pool = new MemoryPool(machines, Optional::empty);
  private final Plans plans = new Plans();
  private final Tenant acme = pbx.tenants.find(pbx.tenant("acme")).orElseThrow();

  PlansTest() {
    plans.plans = new MemoryPlans(machines);
    plans.machines = machines;
    plans.pool = pool;
    plans.extensions = pbx.extensions;
    plans.revisions = pbx.revisions;
    plans.audit = pbx.audit;
    plans.clock = pbx.clock;
    plans.ownDataMib = 1024;
    new MachinePlan(TenantNetwork.parse("10.1.0.0/24"), machines, pbx.revisions, pbx.clock)
        .request(acme, "hoster");
  }

  private static PlanForm form(String name) {
    PlanForm form = new PlanForm();
    form.setName(name);
    return form;
  }

  private Plan plan(String name) {
    return plans.save(Optional.empty(), form(name), "hoster");
  }

  private VirtualMachine machine() {
    return machines.find(acme.id()).orElseThrow();
  }

  @Test
  void aTenantGetsAPlanAndItsMachineIsRestartedWithTheNewSize() {
    PlanForm large = form("Large");
    large.setMemoryMib("512");
    Plan plan = plans.save(Optional.empty(), large, "hoster");

    plans.choose(acme, Optional.of(plan.id()), "hoster");

    assertThat(machine().plan()).contains(plan);
    assertThat(machine().restartAsked()).contains(pbx.clock.instant());
    assertThat(pbx.revisions.list(acme.id(), 10).get(0).summary()).isEqualTo("Plan: Large");
    assertThat(pbx.audit.list(acme.id(), 10))
        .extracting(entry -> entry.action() + " " + entry.subject())
        .containsExactly("tenant.plan acme: Large");
  }

  @Test
  void aPlanThatThePoolHasStays() {
    Plan plan = plan("Large");
    pool.resize(new PoolSize(1, Optional.of(plan.id())), pbx.clock.instant());
    assertThatThrownBy(() -> plans.delete(plan.id(), "hoster")).isInstanceOf(InvalidForm.class);
    pool.resize(PoolSize.NONE, pbx.clock.instant());
    plans.delete(plan.id(), "hoster");
    assertThat(plans.list()).isEmpty();
  }

  @Test
  void aPlanOfTheSameSizeNeedsNoRestart() {
    Plan ten = plan("Ten calls");
    plans.choose(acme, Optional.of(ten.id()), "hoster");
    machines.desire(acme.id(), DesiredState.STOPPED);
    machines.desire(acme.id(), DesiredState.RUNNING);
    Optional<?> before = machine().restartAsked();
    PlanForm more = form("Thirty calls");
    more.setCalls("30");
    plans.choose(acme, Optional.of(plans.save(Optional.empty(), more, "hoster").id()), "hoster");

    assertThat(machine().mostCalls()).hasValue(30);
    assertThat(machine().restartAsked()).isEqualTo(before);
  }

  @Test
  void aDiskNeverShrinks() {
    PlanForm roomy = form("Roomy");
    roomy.setDataMib("4096");
    Plan large = plans.save(Optional.empty(), roomy, "hoster");
    plans.choose(acme, Optional.of(large.id()), "hoster");

    assertThatThrownBy(() -> plans.choose(acme, Optional.of(plan("Small").id()), "hoster"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("4096");
    assertThatThrownBy(() -> plans.choose(acme, Optional.empty(), "hoster"))
        .isInstanceOf(InvalidForm.class);
    roomy.setDataMib("2048");
    assertThatThrownBy(() -> plans.save(Optional.of(large.id()), roomy, "hoster"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("at least 4096");
    assertThat(machine().plan()).contains(large);
  }

  @Test
  void whoeverHasMoreExtensionsThanAPlanHasRoomForDoesNotGetIt() {
    for (String number : List.of("101", "102")) {
      pbx.extensions.save(
          acme.id(),
          new Extension(
              ExtensionId.random(),
              new ExtensionNumber(number),
              new DisplayName(number),
              DigestCredentials.of(number, "acme", new Secret("0123456789"))));
    }
    PlanForm one = form("One");
    one.setExtensions("1");
    Plan tiny = plans.save(Optional.empty(), one, "hoster");

    assertThatThrownBy(() -> plans.choose(acme, Optional.of(tiny.id()), "hoster"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("2 extensions");
    assertThat(machine().plan()).isEmpty();
  }

  @Test
  void aChangedPlanReachesTheTenantsWhoHaveIt() {
    Plan plan = plan("Office");
    plans.choose(acme, Optional.of(plan.id()), "hoster");
    PlanForm changed = form("Office");
    changed.setCalls("77");

    plans.save(Optional.of(plan.id()), changed, "hoster");

    assertThat(machine().mostCalls()).hasValue(77);
    assertThat(pbx.revisions.list(acme.id(), 10).get(0).summary())
        .isEqualTo("The plan Office changed");
  }

  @Test
  void aPlanThatSomebodyHasIsNotDeleted() {
    Plan plan = plan("Office");
    plans.choose(acme, Optional.of(plan.id()), "hoster");
    assertThatThrownBy(() -> plans.delete(plan.id(), "hoster")).isInstanceOf(InvalidForm.class);

    plans.choose(acme, Optional.empty(), "hoster");
    plans.delete(plan.id(), "hoster");
    plans.delete(plan.id(), "hoster");

    assertThat(plans.list()).isEmpty();
  }

  @Test
  void twoPlansOfOneNameAreRefusedAtTheField() {
    plan("Office");
    assertThatThrownBy(() -> plan("Office"))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo("name"));
  }

  @Test
  void aPlanThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> plans.choose(acme, Optional.of(PlanId.random()), "hoster"))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo("plan"));
  }

  @ParameterizedTest
  @CsvSource({
    "vcpus,0",
    "vcpus,65",
    "vcpus,one",
    "memoryMib,64",
    "memoryMib,9999999999",
    "dataMib,-5",
    "calls,0",
    "calls,''",
    "extensions,1.5",
    "extensions,100001",
    "name,''"
  })
  void everyFieldSaysWhatIsWrongWithIt(String field, String value) {
    PlanForm form = form("Office");
    switch (field) {
      case "vcpus" -> form.setVcpus(value);
      case "memoryMib" -> form.setMemoryMib(value);
      case "dataMib" -> form.setDataMib(value);
      case "calls" -> form.setCalls(value);
      case "extensions" -> form.setExtensions(value);
      default -> form.setName(value);
    }
    assertThatThrownBy(() -> form.toPlan(PlanId.random()))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.sentences()).containsOnlyKeys(field));
  }
}
