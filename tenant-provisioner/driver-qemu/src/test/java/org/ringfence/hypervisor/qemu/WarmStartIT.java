package org.ringfence.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/** Real clones of one real saved state. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WarmStartIT {
  private static final String KERNEL_BOOTS = "SeaBIOS";

  private final QemuHarness harness = new QemuHarness();
  private final QemuDriver driver = (QemuDriver) harness.driver();
  private final VmSpec shape = harness.spec(VmName.of("shape"), 9);
  private Path state;

  @BeforeAll
  void saveTheState() throws Exception {
    driver.prepareWarmStart(shape);
    try (var states = Files.newDirectoryStream(harness.directory().resolve(".warm"), "state-*")) {
      state = states.iterator().next();
    }
  }

  @AfterEach
  void removeClones() {
    driver.list().stream().map(VmStatus::name).forEach(driver::delete);
  }

  @AfterAll
  void close() {
    harness.close();
  }

  @Test
  void twoClonesOfOneStateDifferInEverythingThatMustDiffer() throws Exception {
    VmSpec one = harness.spec(VmName.of("rf-one"), 10);
    VmSpec two = harness.spec(VmName.of("rf-two"), 11);
    Map<String, String> ofOne;
    Map<String, String> ofTwo;
    try (CloneProbe first = new CloneProbe(one);
        CloneProbe second = new CloneProbe(two)) {
      for (CloneProbe probe : new CloneProbe[] {first, second}) {
        VmSpec spec = probe == first ? one : two;
        driver.create(spec);
        driver.start(spec.name(), probe.identity());
      }
      first.awaitSip();
      second.awaitSip();
      ofOne = first.everythingUnique();
      ofTwo = second.everythingUnique();
    }
    assertThat(console(one)).doesNotContain(KERNEL_BOOTS);
    assertThat(console(two)).doesNotContain(KERNEL_BOOTS);
    assertThat(ofOne)
        .containsOnlyKeys(
            "digest nonce", "machine", "boot", "hostname", "mac", "kernel-random",
            "asterisk-random", "clock", "Call-ID", "From tag", "branch", "TLS key", "SSRC")
        .containsEntry("hostname", "rf-one")
        .containsEntry("mac", one.network().mac().toString());
    assertThat(Long.parseLong(ofOne.get("clock")))
        .isBetween(System.currentTimeMillis() / 1000 - 3600, System.currentTimeMillis() / 1000 + 5);
    Map<String, String> same = new HashMap<>(ofOne);
    same.entrySet().retainAll(ofTwo.entrySet());
    // Only this may be, and should be, the same.
    same.remove("clock");
    assertThat(same).isEmpty();
  }

  @Test
  void aCloneChangesNothingOfTheState() throws Exception {
    byte[] before = Files.readAllBytes(state.resolve("ram"));
    VmSpec spec = harness.spec(VmName.of("rf-one"), 10);
    driver.create(spec);
    try (CloneProbe probe = new CloneProbe(spec)) {
      driver.start(spec.name(), probe.identity());
      probe.awaitSip();
    }
    driver.delete(spec.name());
    assertThat(Files.readAllBytes(state.resolve("ram"))).isEqualTo(before);
  }

  @Test
  void aVmThatRanOnceBootsAndFindsItsData() throws Exception {
    VmSpec spec = harness.spec(VmName.of("rf-one"), 10);
    driver.create(spec);
    try (CloneProbe probe = new CloneProbe(spec)) {
      driver.start(spec.name(), probe.identity());
      harness.awaitConsole(spec.name(), "stage configuration 1");
      driver.kill(spec.name());
      driver.start(spec.name(), harness.identity(spec));
      probe.awaitSip();
    }
    assertThat(console(spec)).contains(KERNEL_BOOTS);
  }

  @Test
  void aStateThatDoesNotLoadIsGivenUpAndTheVmBoots() throws Exception {
    Path devices = state.resolve("devices");
    byte[] good = Files.readAllBytes(devices);
    VmSpec spec = harness.spec(VmName.of("rf-one"), 10);
    driver.create(spec);
    try (CloneProbe probe = new CloneProbe(spec)) {
      Files.write(devices, "damaged".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      driver.start(spec.name(), probe.identity());
      assertThat(state.resolve("state.json")).doesNotExist();
      probe.awaitSip();
    } finally {
      Files.write(devices, good);
      Files.writeString(state.resolve("state.json"), "{}");
    }
    assertThat(console(spec)).contains(KERNEL_BOOTS);
  }

  @Test
  void whatAnInterruptedAttemptLeftIsClearedAwayAndTheStateIsMade() throws Exception {
    VmSpec other =
        new VmSpec(
            VmName.of("shape"), shape.template(), 1, 320, shape.dataMib(), shape.network());
    Thread attempt = new Thread(() -> driver.prepareWarmStart(other));
    attempt.start();
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofMinutes(2))
        .until(() -> otherState().isPresent());
    Path half = otherState().orElseThrow();
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofMinutes(2))
        .until(() -> Files.exists(half.resolve("qemu.pid")));
    ProcessHandle orphan =
        ProcessHandle.of(Long.parseLong(Files.readString(half.resolve("qemu.pid")).strip()))
            .orElseThrow();
    attempt.interrupt();
    attempt.join();
    assertThat(orphan.isAlive()).isFalse();
    assertThat(half).doesNotExist();
    // What a killed process leaves, which runs no cleaning of its own.
    Files.createDirectories(half);
    Files.writeString(half.resolve("ram"), "half");
    driver.prepareWarmStart(other);
    assertThat(half.resolve("state.json")).exists();
  }

  private java.util.Optional<Path> otherState() throws java.io.IOException {
    try (var states = Files.newDirectoryStream(harness.directory().resolve(".warm"), "state-*")) {
      for (Path path : states) {
        if (!path.equals(state)) {
          return java.util.Optional.of(path);
        }
      }
    }
    return java.util.Optional.empty();
  }

  private String console(VmSpec spec) {
    return QemuHarness.read(
        harness.directory().resolve(spec.name().value()).resolve("console.log"));
  }
}
