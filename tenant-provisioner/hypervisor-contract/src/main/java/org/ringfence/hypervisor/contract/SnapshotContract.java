package org.ringfence.hypervisor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.SnapshotName;
import org.ringfence.hypervisor.Snapshots;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/** What every driver with the capability {@link Snapshots} does. */
public abstract class SnapshotContract {
  private static final VmName ACME = VmName.of("rf-acme");
  private static final SnapshotName MONDAY = SnapshotName.of("monday");
  private static final SnapshotName TUESDAY = SnapshotName.of("tuesday");

  private SnapshotHarness harness;
  private HypervisorDriver driver;
  private Snapshots snapshots;
  private VmSpec spec;

  /** A fresh engine for one test. */
  protected abstract SnapshotHarness newHarness();

  /** A VM that ran once, and does not run now. */
  @BeforeEach
  void runOnce() {
    harness = newHarness();
    driver = harness.factory().create(harness.config());
    snapshots = (Snapshots) driver;
    spec = harness.spec(ACME, 10);
    driver.create(spec);
    start();
    driver.kill(ACME);
  }

  @AfterEach
  void removeEngine() {
    driver.close();
    harness.close();
  }

  private void start() {
    driver.start(ACME, harness.identity(spec));
  }

  @Test
  void aDiskIsPutBackToWhatItWas() {
    harness.write(ACME, "monday");
    snapshots.takeSnapshot(ACME, MONDAY);
    harness.write(ACME, "tuesday");
    snapshots.takeSnapshot(ACME, TUESDAY);
    harness.write(ACME, "today");
    snapshots.rollBack(ACME, MONDAY);
    assertThat(harness.written(ACME)).isEqualTo("monday");
    snapshots.rollBack(ACME, TUESDAY);
    assertThat(harness.written(ACME)).isEqualTo("tuesday");
    assertThat(snapshots.snapshots(ACME)).containsExactly(MONDAY, TUESDAY);
  }

  @Test
  void aSnapshotDoesNotChangeWithTheDiskThatWasPutBack() {
    harness.write(ACME, "monday");
    snapshots.takeSnapshot(ACME, MONDAY);
    snapshots.rollBack(ACME, MONDAY);
    harness.write(ACME, "spoilt");
    snapshots.rollBack(ACME, MONDAY);
    assertThat(harness.written(ACME)).isEqualTo("monday");
  }

  @Test
  void takingTwiceKeepsTheFirst() {
    harness.write(ACME, "first");
    snapshots.takeSnapshot(ACME, MONDAY);
    harness.write(ACME, "second");
    snapshots.takeSnapshot(ACME, MONDAY);
    snapshots.rollBack(ACME, MONDAY);
    assertThat(harness.written(ACME)).isEqualTo("first");
  }

  @Test
  void aVmThatRunsGoesOnRunning() {
    start();
    VmStatus before = driver.inspect(ACME).orElseThrow();
    snapshots.takeSnapshot(ACME, MONDAY);
    assertThat(snapshots.snapshots(ACME)).containsExactly(MONDAY);
    assertThat(driver.inspect(ACME)).contains(before);
  }

  @Test
  void aGuestFollowsARequestToPowerOffAfterASnapshot() {
    start();
    harness.awaitGuest(ACME);
    snapshots.takeSnapshot(ACME, MONDAY);
    driver.stop(ACME, Duration.ofMinutes(2));
    assertThat(harness.guestPoweredOff(ACME)).isTrue();
  }

  @Test
  void aVmThatWasPutBackStarts() {
    snapshots.takeSnapshot(ACME, MONDAY);
    snapshots.rollBack(ACME, MONDAY);
    start();
    assertThat(driver.inspect(ACME)).get().isInstanceOf(VmStatus.Running.class);
  }

  @Test
  void aVmThatRunsIsNotPutBack() {
    snapshots.takeSnapshot(ACME, MONDAY);
    start();
    assertRefused(() -> snapshots.rollBack(ACME, MONDAY));
    assertThat(driver.inspect(ACME)).get().isInstanceOf(VmStatus.Running.class);
  }

  @Test
  void aVmThatNeverRanHasNothingToKeep() {
    VmSpec fresh = harness.spec(VmName.of("rf-fresh"), 11);
    driver.create(fresh);
    assertRefused(() -> snapshots.takeSnapshot(fresh.name(), MONDAY));
    assertThat(snapshots.snapshots(fresh.name())).isEmpty();
  }

  @Test
  void whatIsNotThereIsRefusedWithItsName() {
    assertRefused(() -> snapshots.rollBack(ACME, TUESDAY));
    VmName nobody = VmName.of("rf-nobody");
    assertRefused(() -> snapshots.takeSnapshot(nobody, MONDAY));
    assertRefused(() -> snapshots.rollBack(nobody, MONDAY));
    assertThat(snapshots.snapshots(nobody)).isEmpty();
  }

  @Test
  void deletingTwiceIsDeletingOnce() {
    snapshots.takeSnapshot(ACME, MONDAY);
    snapshots.takeSnapshot(ACME, TUESDAY);
    snapshots.deleteSnapshot(ACME, MONDAY);
    snapshots.deleteSnapshot(ACME, MONDAY);
    snapshots.deleteSnapshot(VmName.of("rf-nobody"), MONDAY);
    assertThat(snapshots.snapshots(ACME)).containsExactly(TUESDAY);
  }

  @Test
  void anInterruptedSnapshotIsNoneAndIsTakenAgain() {
    harness.interruptSnapshot(ACME, MONDAY);
    assertThat(snapshots.snapshots(ACME)).isEmpty();
    harness.write(ACME, "whole");
    snapshots.takeSnapshot(ACME, MONDAY);
    harness.write(ACME, "later");
    snapshots.rollBack(ACME, MONDAY);
    assertThat(harness.written(ACME)).isEqualTo("whole");
  }

  @Test
  void anotherInstanceSeesThem() {
    snapshots.takeSnapshot(ACME, MONDAY);
    try (HypervisorDriver other = harness.factory().create(harness.config())) {
      assertThat(((Snapshots) other).snapshots(ACME)).containsExactly(MONDAY);
    }
  }

  @Test
  void snapshotsGoWithTheirVm() {
    snapshots.takeSnapshot(ACME, MONDAY);
    driver.delete(ACME);
    assertThat(harness.tracesOf(spec)).isEmpty();
    assertThat(snapshots.snapshots(ACME)).isEmpty();
  }

  private static void assertRefused(Runnable operation) {
    HypervisorException refusal = catchThrowableOfType(HypervisorException.class, operation::run);
    assertThat(refusal).isNotNull();
    assertThat(refusal.category()).isEqualTo(Category.USER);
    assertThat(refusal.vm()).isPresent();
  }
}
