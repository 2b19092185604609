package org.ringfence.hypervisor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.Capability;
import org.ringfence.hypervisor.ConfigKey;
import org.ringfence.hypervisor.ConsoleOutput;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HostMoves;
import org.ringfence.hypervisor.HostName;
import org.ringfence.hypervisor.Hosts;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorDriverFactory;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.HypervisorHost;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/** What every driver does, run by every driver against its engine. */
public abstract class HypervisorDriverContract {
  /** For a guest that is known not to answer. */
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private static final VmName ACME = VmName.of("rf-acme");
  private static final VmName OTHER = VmName.of("rf-other");

  private HypervisorHarness harness;
  private HypervisorDriver driver;
  private VmSpec spec;
  private IdentityDocument identity;

  /** A fresh engine for one test. */
  protected abstract HypervisorHarness newHarness();

  @BeforeEach
  void open() {
    harness = newHarness();
    driver = harness.factory().create(harness.config());
    spec = harness.spec(ACME, 10);
    identity = harness.identity(spec);
  }

  @AfterEach
  void removeEngine() {
    driver.close();
    harness.close();
  }

  @Test
  void theServiceLoaderFindsTheFactory() {
    assertThat(ServiceLoader.load(HypervisorDriverFactory.class))
        .extracting(HypervisorDriverFactory::name)
        .contains(harness.factory().name());
  }

  @Test
  void theDriverBearsItsFactorysName() {
    assertThat(driver.info().name()).isEqualTo(harness.factory().name());
  }

  @Test
  void everySettingHasItsOwnNameAndADescription() {
    List<ConfigKey> keys = harness.factory().configKeys();
    assertThat(keys).extracting(ConfigKey::name).doesNotHaveDuplicates();
    assertThat(keys)
        .allSatisfy(
            key -> {
              assertThat(key.name()).startsWith("ringfence." + harness.factory().name() + ".");
              assertThat(key.description()).isNotBlank();
            });
  }

  @Test
  void aMissingRequiredSettingIsTheUsersToMend() {
    List<ConfigKey> keys = harness.factory().configKeys();
    if (keys.stream().allMatch(key -> key.fallback().isPresent())) {
      assertThat(DriverConfig.of(keys, Map.of())).isNotNull();
    } else {
      assertRefused(Category.USER, () -> DriverConfig.of(keys, Map.of()));
    }
  }

  @Test
  void anUnknownSettingIsTheUsersToMend() {
    Map<String, String> misspelt = Map.of("ringfence.no.such.setting", "1");
    assertRefused(Category.USER, () -> DriverConfig.of(harness.factory().configKeys(), misspelt));
  }

  @Test
  void aDeclaredCapabilityIsImplementedAndAnImplementedOneDeclared() {
    for (Capability capability : Capability.values()) {
      assertThat(capability.type().isInstance(driver))
          .as("implements %s", capability.type().getSimpleName())
          .isEqualTo(driver.info().capabilities().contains(capability));
    }
  }

  @Test
  void aCreatedVmIsThereAndDoesNotRun() {
    driver.create(spec);
    assertThat(driver.inspect(ACME)).contains(stopped(spec));
  }

  @Test
  void creatingTwiceIsCreatingOnce() {
    driver.create(spec);
    driver.create(spec);
    assertThat(driver.list()).containsExactly(stopped(spec));
  }

  @Test
  void creatingARunningVmAgainLeavesItRunning() {
    VmStatus before = createAndStart();
    driver.create(spec);
    assertThat(driver.inspect(ACME)).contains(before);
  }

  @Test
  void creatingWithAnotherSpecificationIsRefused() {
    driver.create(spec);
    assertRefused(Category.USER, () -> driver.create(withMemory(spec, spec.memoryMib() + 64)));
    assertThat(driver.inspect(ACME)).contains(stopped(spec));
  }

  @Test
  void creatingFromAMissingTemplateFailsAndLeavesNothing() {
    VmSpec impossible = new VmSpec(ACME, harness.missingTemplate(), 1, 256, 64, spec.network());
    HypervisorException refusal = assertRefused(Category.EXTERNAL, () -> driver.create(impossible));
    assertThat(refusal).hasMessageContaining(impossible.template().digest().value());
    assertThat(refusal.remedy()).isNotBlank();
    assertThat(driver.list()).isEmpty();
    assertThat(harness.tracesOf(impossible)).isEmpty();
  }

  @Test
  void twoWhoCreateTheSameVmAtOnceMakeOne() throws Exception {
    inParallel(8, () -> driver.create(spec));
    assertThat(driver.list()).containsExactly(stopped(spec));
  }

  @Test
  void differentVmsAreCreatedAtOnce() throws Exception {
    List<VmSpec> specs = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      specs.add(harness.spec(VmName.of("rf-tenant" + number), 20 + number));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> creations = new ArrayList<>();
      specs.forEach(each -> creations.add(threads.submit(() -> driver.create(each))));
      for (Future<?> creation : creations) {
        creation.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(driver.list()).extracting(VmStatus::name).hasSize(8).isSorted();
  }

  @Test
  void anInterruptedCreationIsFinishedByCreatingAgain() {
    harness.interruptCreation(spec);
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Broken.class);
    driver.create(spec);
    assertThat(driver.inspect(ACME)).contains(stopped(spec));
  }

  @Test
  void anInterruptedCreationIsListedAndRemovedByDeleting() {
    harness.interruptCreation(spec);
    assertThat(driver.list()).extracting(VmStatus::name).containsExactly(ACME);
    driver.delete(ACME);
    assertThat(driver.list()).isEmpty();
    assertThat(harness.tracesOf(spec)).isEmpty();
  }

  @Test
  void aStartedVmRunsFromItsTemplate() {
    assertThat(createAndStart().template()).isEqualTo(spec.template().digest());
  }

  @Test
  void startingTwiceIsStartingOnce() {
    VmStatus before = createAndStart();
    driver.start(ACME, identity);
    assertThat(driver.inspect(ACME)).contains(before);
  }

  @Test
  void twoWhoStartTheSameVmAtOnceRunOne() throws Exception {
    driver.create(spec);
    inParallel(4, () -> driver.start(ACME, identity));
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Running.class);
    driver.kill(ACME);
    assertThat(driver.inspect(ACME)).contains(stopped(spec));
  }

  @Test
  void startingAVmThatIsNotThereIsRefusedWithItsName() {
    HypervisorException refusal = assertRefused(Category.USER, () -> driver.start(ACME, identity));
    assertThat(refusal.vm()).contains(ACME);
    assertThat(refusal).hasMessageContaining("rf-acme");
  }

  @Test
  void noFailureShowsTheIdentityDocument() {
    assertThatThrownBy(() -> driver.start(ACME, IdentityDocument.of("secret=hunter2")))
        .hasMessageNotContaining("hunter2");
    assertThat(IdentityDocument.of("secret=hunter2").toString()).doesNotContain("hunter2");
  }

  @Test
  void aKilledVmIsStoppedAndStartsAgainAsAnotherRun() {
    VmStatus.Running first = createAndStart();
    driver.kill(ACME);
    assertThat(driver.inspect(ACME)).contains(stopped(spec));
    driver.start(ACME, harness.identity(spec));
    assertThat(running().startedAt()).isAfter(first.startedAt());
  }

  @Test
  void killingWhatDoesNotRunDoesNothing() {
    driver.kill(ACME);
    driver.create(spec);
    driver.kill(ACME);
    assertThat(driver.list()).containsExactly(stopped(spec));
  }

  @Test
  void aGuestThatListensIsStoppedWithoutCuttingItsPower() {
    createAndStart();
    harness.awaitGuest(ACME);
    driver.stop(ACME, Duration.ofMinutes(1));
    assertThat(driver.inspect(ACME)).contains(stopped(spec));
    assertThat(harness.guestPoweredOff(ACME)).isTrue();
  }

  @Test
  void aGuestThatDoesNotFollowLosesItsPowerAtTheLimit() {
    createAndStart();
    harness.deafenGuest(ACME);
    driver.stop(ACME, AT_ONCE);
    assertThat(driver.inspect(ACME)).contains(stopped(spec));
    assertThat(harness.guestPoweredOff(ACME)).isFalse();
  }

  @Test
  void stoppingWhatDoesNotRunDoesNothing() {
    driver.stop(ACME, AT_ONCE);
    driver.create(spec);
    driver.stop(ACME, AT_ONCE);
    assertThat(driver.list()).containsExactly(stopped(spec));
  }

  @Test
  void aVmThatCrashedIsStoppedAndCanBeStarted() {
    createAndStart();
    harness.crash(ACME);
    assertThat(driver.inspect(ACME)).contains(stopped(spec));
    driver.start(ACME, identity);
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Running.class);
  }

  @Test
  void aVmThatCrashedIsDeletedWithoutATrace() {
    createAndStart();
    harness.crash(ACME);
    driver.delete(ACME);
    assertThat(harness.tracesOf(spec)).isEmpty();
  }

  @Test
  void deletingARunningVmLeavesNoTrace() {
    createAndStart();
    assertThat(harness.tracesOf(spec)).isNotEmpty();
    driver.delete(ACME);
    assertThat(driver.inspect(ACME)).isEmpty();
    assertThat(harness.tracesOf(spec)).isEmpty();
  }

  @Test
  void deletingTwiceIsDeletingOnce() {
    driver.create(spec);
    driver.delete(ACME);
    driver.delete(ACME);
    assertThat(driver.list()).isEmpty();
  }

  @Test
  void deletingOneVmLeavesTheOthersRunning() {
    VmStatus before = createAndStart();
    driver.create(harness.spec(OTHER, 11));
    driver.delete(OTHER);
    assertThat(driver.list()).containsExactly(before);
  }

  @Test
  void aDeletedNameCanBeUsedAgain() {
    createAndStart();
    driver.delete(ACME);
    VmSpec smaller = withMemory(spec, 128);
    driver.create(smaller);
    assertThat(driver.list()).containsExactly(stopped(smaller));
  }

  @Test
  void inspectingAVmThatIsNotThereIsEmpty() {
    assertThat(driver.inspect(ACME)).isEmpty();
  }

  @Test
  void whatDoesNotCarryOurLabelIsNeitherListedNorInspected() {
    harness.plantForeign(OTHER);
    driver.create(spec);
    assertThat(driver.list()).containsExactly(stopped(spec));
    assertThat(driver.inspect(OTHER)).isEmpty();
  }

  @Test
  void whatDoesNotCarryOurLabelIsNotDeleted() {
    harness.plantForeign(OTHER);
    driver.delete(OTHER);
    assertThat(harness.hasForeign(OTHER)).isTrue();
  }

  @Test
  void whatDoesNotCarryOurLabelIsNotOverwritten() {
    harness.plantForeign(ACME);
    assertRefused(Category.USER, () -> driver.create(spec));
    assertThat(harness.hasForeign(ACME)).isTrue();
  }

  @Test
  void anotherDriverInstanceAdoptsWhatTheFirstStarted() {
    VmStatus before = createAndStart();
    driver.close();
    driver = harness.factory().create(harness.config());
    assertThat(driver.list()).containsExactly(before);
    driver.start(ACME, identity);
    assertThat(driver.inspect(ACME)).contains(before);
    driver.kill(ACME);
    assertThat(driver.inspect(ACME)).contains(stopped(spec));
    driver.delete(ACME);
    assertThat(harness.tracesOf(spec)).isEmpty();
  }

  @Test
  void aStoppedVmIsReconfigured() {
    driver.create(spec);
    VmSpec larger =
        new VmSpec(
            ACME,
            spec.template(),
            spec.vcpus(),
            spec.memoryMib() + 64,
            spec.dataMib() + 16,
            spec.network());
    driver.reconfigure(larger);
    driver.create(larger);
    driver.reconfigure(larger);
    driver.start(ACME, identity);
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Running.class);
  }

  @Test
  void aRunningVmIsNotReconfigured() {
    VmStatus before = createAndStart();
    driver.reconfigure(spec);
    assertRefused(Category.USER, () -> driver.reconfigure(withMemory(spec, spec.memoryMib() + 64)));
    assertThat(driver.inspect(ACME)).contains(before);
  }

  @Test
  void aDataDiskNeverShrinks() {
    driver.create(spec);
    VmSpec smaller =
        new VmSpec(
            ACME,
            spec.template(),
            spec.vcpus(),
            spec.memoryMib(),
            spec.dataMib() - 16,
            spec.network());
    assertRefused(Category.USER, () -> driver.reconfigure(smaller));
  }

  @Test
  void reconfiguringAVmThatIsNotThereIsRefused() {
    assertRefused(Category.USER, () -> driver.reconfigure(spec));
  }

  @Test
  void theConsoleOfAVmThatIsNotThereIsRefusedAndThatOfANewOneIsEmpty() {
    if (driver instanceof ConsoleOutput) {
      ConsoleOutput console = (ConsoleOutput) driver;
      assertRefused(Category.USER, () -> console.consoleOutput(ACME, 100));
      driver.create(spec);
      assertThat(console.consoleOutput(ACME, 100)).isEmpty();
    } else {
      assertThat(driver.info().capabilities()).doesNotContain(Capability.CONSOLE_OUTPUT);
    }
  }

  @Test
  void aVmIsMadeOnAHostOfTheDriversAndFoundThere() {
    if (driver instanceof Hosts) {
      Hosts hosts = (Hosts) driver;
      HypervisorHost host = hosts.hosts().get(0);
      assertThat(host.state()).isEqualTo(HypervisorHost.State.UP);
      assertThat(host.capacity().memoryMib()).isPositive();
      assertThat(host.capacity().dataMib()).isGreaterThanOrEqualTo(host.used().dataMib());
      assertThat(hosts.placements()).isEmpty();
      hosts.createOn(spec, host.name());
      hosts.createOn(spec, host.name());
      assertThat(driver.inspect(ACME)).contains(stopped(spec));
      assertThat(hosts.placements()).containsExactly(Map.entry(ACME, host.name()));
    } else {
      assertThat(driver.info().capabilities()).doesNotContain(Capability.HOSTS);
    }
  }

  @Test
  void aHostThatIsNotThereIsTheUsersToMendAndLeavesNothing() {
    if (driver instanceof Hosts) {
      HostName nowhere = HostName.of("no-such-host");
      assertRefused(Category.USER, () -> ((Hosts) driver).createOn(spec, nowhere));
      assertThat(driver.list()).isEmpty();
      if (driver instanceof HostMoves) {
        driver.create(spec);
        assertRefused(Category.USER, () -> ((HostMoves) driver).move(ACME, nowhere));
        assertThat(driver.inspect(ACME)).contains(stopped(spec));
      }
    }
  }

  private VmStatus.Running createAndStart() {
    driver.create(spec);
    driver.start(ACME, identity);
    return running();
  }

  private VmStatus.Running running() {
    VmStatus status = driver.inspect(ACME).orElseThrow();
    assertThat(status).isInstanceOf(VmStatus.Running.class);
    return (VmStatus.Running) status;
  }

  private static VmStatus stopped(VmSpec spec) {
    return new VmStatus.Stopped(spec.name(), spec.template().digest());
  }

  private static VmSpec withMemory(VmSpec spec, int mib) {
    return new VmSpec(
        spec.name(), spec.template(), spec.vcpus(), mib, spec.dataMib(), spec.network());
  }

  private static HypervisorException assertRefused(Category category, Runnable operation) {
    HypervisorException refusal = catchThrowableOfType(HypervisorException.class, operation::run);
    assertThat(refusal).isNotNull();
    assertThat(refusal.category()).isEqualTo(category);
    return refusal;
  }

  private static void inParallel(int count, Runnable operation) throws Exception {
    CountDownLatch together = new CountDownLatch(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        results.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  operation.run();
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
