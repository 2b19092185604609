package org.ringfence.hypervisor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ringfence.hypervisor.Capability;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.StandBy;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/** What every driver does that lets VMs stand by. One engine serves all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StandByContract {
  private static final VmName ANYBODY = VmName.of("pool-anybody");
  private static final VmName OTHER = VmName.of("pool-other");

  private StandByHarness harness;
  private HypervisorDriver driver;
  private VmSpec spec;
  private IdentityDocument identity;

  protected abstract StandByHarness newHarness();

  @BeforeAll
  void openEngine() {
    harness = newHarness();
    spec = harness.spec(ANYBODY, 10);
    try (HypervisorDriver first = harness.factory().create(harness.config())) {
      harness.prepare(first, spec);
    }
  }

  @BeforeEach
  void open() {
    driver = harness.factory().create(harness.config());
    identity = harness.identity(spec);
  }

  @AfterEach
  void removeVms() {
    driver.list().stream().map(VmStatus::name).forEach(driver::delete);
    driver.close();
  }

  @AfterAll
  void removeEngine() {
    harness.close();
  }

  @Test
  void theCapabilityIsDeclared() {
    assertThat(driver.info().capabilities()).contains(Capability.STAND_BY);
  }

  @Test
  void oneThatStandsByWaitsAndItsGuestDoesNothing() {
    standBy(spec);
    assertThat(driver.list()).containsExactly(waiting(spec));
    assertThat(harness.guestMoved(ANYBODY)).isFalse();
  }

  @Test
  void standingByTwiceIsStandingByOnce() {
    standBy(spec);
    int traces = harness.tracesOf(spec).size();
    able().standBy(ANYBODY);
    driver.create(spec);
    driver.reconfigure(spec);
    assertThat(driver.list()).containsExactly(waiting(spec));
    assertThat(harness.tracesOf(spec)).hasSize(traces);
  }

  @Test
  void startingHandsTheIdentityToOneThatWaits() {
    standBy(spec);
    driver.start(ANYBODY, identity);
    assertThat(driver.inspect(ANYBODY)).containsInstanceOf(VmStatus.Running.class);
    harness.awaitIdentity(ANYBODY, identity);
    able().standBy(ANYBODY);
    assertThat(driver.inspect(ANYBODY)).containsInstanceOf(VmStatus.Running.class);
  }

  @Test
  void anotherDriverInstanceFindsItWaitingAndStartsIt() {
    standBy(spec);
    driver.close();
    driver = harness.factory().create(harness.config());
    assertThat(driver.inspect(ANYBODY)).contains(waiting(spec));
    driver.start(ANYBODY, identity);
    harness.awaitIdentity(ANYBODY, identity);
  }

  @Test
  void whatItWasHandedFirstCounts() {
    standBy(spec);
    driver.start(ANYBODY, identity);
    driver.start(ANYBODY, harness.identity(harness.spec(ANYBODY, 20)));
    harness.awaitIdentity(ANYBODY, identity);
  }

  @Test
  void oneOfTwoIsStartedAndTheOtherGoesOnWaiting() {
    VmSpec other = harness.spec(OTHER, 11);
    standBy(spec);
    standBy(other);
    driver.start(ANYBODY, identity);
    assertThat(driver.inspect(ANYBODY)).containsInstanceOf(VmStatus.Running.class);
    assertThat(driver.inspect(OTHER)).contains(waiting(other));
  }

  @Test
  void oneThatWaitsIsStoppedAtOnceAndStandsByAgain() {
    standBy(spec);
    driver.stop(ANYBODY, Duration.ofMinutes(10));
    assertThat(driver.inspect(ANYBODY)).contains(stopped(spec));
    able().standBy(ANYBODY);
    assertThat(driver.inspect(ANYBODY)).contains(waiting(spec));
    driver.kill(ANYBODY);
    assertThat(driver.inspect(ANYBODY)).contains(stopped(spec));
  }

  @Test
  void oneThatCrashedWhileItWaitedIsStoppedAndStartsAsIfItHadNot() {
    standBy(spec);
    harness.crash(ANYBODY);
    assertThat(driver.inspect(ANYBODY)).contains(stopped(spec));
    driver.start(ANYBODY, identity);
    assertThat(driver.inspect(ANYBODY)).containsInstanceOf(VmStatus.Running.class);
    harness.awaitIdentity(ANYBODY, identity);
  }

  @Test
  void anotherSpecificationEndsTheWaiting() {
    standBy(spec);
    VmSpec larger =
        new VmSpec(
            ANYBODY,
            spec.template(),
            spec.vcpus(),
            spec.memoryMib() + 64,
            spec.dataMib(),
            spec.network());
    driver.reconfigure(larger);
    assertThat(driver.inspect(ANYBODY)).contains(stopped(larger));
  }

  @Test
  void deletingOneThatWaitsLeavesNoTrace() {
    standBy(spec);
    driver.delete(ANYBODY);
    assertThat(driver.list()).isEmpty();
    assertThat(harness.tracesOf(spec)).isEmpty();
  }

  @Test
  void oneThatIsNotThereCannotStandBy() {
    assertRefused(Category.USER, () -> able().standBy(ANYBODY));
  }

  @Test
  void oneThatRanBeforeCannotStandBy() {
    driver.create(spec);
    driver.start(ANYBODY, identity);
    driver.kill(ANYBODY);
    assertRefused(Category.USER, () -> able().standBy(ANYBODY));
    assertThat(driver.inspect(ANYBODY)).contains(stopped(spec));
  }

  private StandBy able() {
    return (StandBy) driver;
  }

  private void standBy(VmSpec vm) {
    driver.create(vm);
    able().standBy(vm.name());
    assertThat(driver.inspect(vm.name())).contains(waiting(vm));
  }

  private static VmStatus waiting(VmSpec vm) {
    return new VmStatus.Waiting(vm.name(), vm.template().digest());
  }

  private static VmStatus stopped(VmSpec vm) {
    return new VmStatus.Stopped(vm.name(), vm.template().digest());
  }

  private static void assertRefused(Category category, Runnable operation) {
    HypervisorException refusal = catchThrowableOfType(HypervisorException.class, operation::run);
    assertThat(refusal).isNotNull();
    assertThat(refusal.category()).isEqualTo(category);
  }
}
