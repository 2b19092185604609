package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmStatus;

class OrphansTest {
  private final Fleet fleet = new Fleet();
  private final Tenant acme = fleet.tenant("acme");
  private final Tenant zeta = fleet.tenant("zeta");
  private final VmName orphan = fleet.name(zeta);

  private void loseTheRowOfZeta() {
    fleet.pass();
    fleet.machines.remove(fleet.machine(zeta).id());
  }

  private void lookFor(Orphans orphans, Duration duration) {
    for (int minutes = 0; minutes <= duration.toMinutes(); minutes++) {
      orphans.look();
      fleet.clock.pass(Duration.ofMinutes(1));
    }
  }

  private Orphans orphans(boolean remove) {
    return new Orphans(fleet.machines, fleet.pool, fleet::driver, remove, fleet.clock);
  }

  @Test
  void anOrphanStaysUnlessTheOperatorWantsItRemoved() {
    loseTheRowOfZeta();
    lookFor(orphans(false), Duration.ofHours(1));
    assertThat(fleet.driver().list()).extracting(VmStatus::name).contains(orphan);
  }

  @Test
  void whereTheOperatorWantsItAnOrphanIsRemovedAfterAWhile() {
    loseTheRowOfZeta();
    Orphans orphans = orphans(true);
    lookFor(orphans, Duration.ofMinutes(9));
    assertThat(fleet.driver().list()).extracting(VmStatus::name).contains(orphan);
    lookFor(orphans, Duration.ofMinutes(3));
    assertThat(fleet.driver().list()).extracting(VmStatus::name).containsExactly(fleet.name(acme));
  }

  @Test
  void whenTheDatabaseKnowsNoVmAtAllNothingIsRemoved() {
    loseTheRowOfZeta();
    fleet.machines.remove(fleet.machine(acme).id());
    lookFor(orphans(true), Duration.ofHours(1));
    assertThat(fleet.driver().list()).hasSize(2);
  }

  @Test
  void whatDoesNotCarryOurLabelIsNeverTouched() {
    VmName foreign = VmName.of("somebody-elses");
    fleet.host.plantForeign(foreign);
    lookFor(orphans(true), Duration.ofHours(1));
    assertThat(fleet.host.hasForeign(foreign)).isTrue();
  }
}
