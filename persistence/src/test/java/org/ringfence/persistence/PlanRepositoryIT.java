package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.tenant.Tenant;

class PlanRepositoryIT {
  private TestDatabase database;
  private Tenant acme;

  @BeforeEach
  void aTenantWithAVm() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme");
    new MachinePlan(
            TenantNetwork.parse("10.0.0.0/24"),
            database.machines,
            database.revisions,
            Clock.fixed(TestDatabase.NOW, ZoneOffset.UTC))
        .request(acme, "hoster");
  }

  private static Plan plan(String name, int calls) {
    return new Plan(PlanId.random(), new DisplayName(name), 2, 512, 2048, calls, 20);
  }

  private VirtualMachine machine() {
    return database.machines.find(acme.id()).orElseThrow();
  }

  @Test
  void aVmHasThePlanThatWasChosenAndWhatBecomesOfIt() {
    Plan office = plan("Office", 10);
    database.plans.save(office);
    assertThat(machine().plan()).isEmpty();

    database.machines.choosePlan(acme.id(), Optional.of(office.id()));
    Plan changed = new Plan(office.id(), new DisplayName("Bureau"), 1, 256, 2048, 30, 20);
    database.plans.save(changed);

    assertThat(machine().plan()).contains(changed);
    assertThat(database.machines.list())
        .extracting(VirtualMachine::plan)
        .containsOnly(Optional.of(changed));
    assertThat(database.plans.tenants(office.id())).containsExactly(acme.id());
    database.machines.choosePlan(acme.id(), Optional.empty());
    assertThat(machine().plan()).isEmpty();
  }

  @Test
  void onlyAPlanThatNobodyHasIsDeleted() {
    Plan office = plan("Office", 10);
    database.plans.save(office);
    database.machines.choosePlan(acme.id(), Optional.of(office.id()));
    assertThat(database.plans.delete(office.id())).isFalse();
    database.machines.choosePlan(acme.id(), Optional.empty());
    assertThat(database.plans.delete(office.id())).isTrue();
    assertThat(database.plans.find(office.id())).isEmpty();
  }

  @Test
  void plansAreListedByNameAndNoTwoHaveOne() {
    database.plans.save(plan("Office", 10));
    database.plans.save(plan("Call centre", 100));
    assertThat(database.plans.list())
        .extracting(each -> each.name().value())
        .containsExactly("Call centre", "Office");
    assertThatThrownBy(() -> database.plans.save(plan("office", 5)))
        .isInstanceOfSatisfying(
            NameTaken.class, taken -> assertThat(taken.field()).isEqualTo("name"));
  }
}
