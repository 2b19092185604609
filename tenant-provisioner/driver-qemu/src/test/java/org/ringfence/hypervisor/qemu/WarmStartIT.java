package org.ringfence.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/** Real clones of one real saved state. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WarmStartIT {
  /** A clone was saved after this line, and its console is new. */
  private static final String BOOTED = "ringfence: stage waiting-for-identity";

  private static final VmName ONE = VmName.of("rf-one");
  private static final VmName TWO = VmName.of("rf-two");

  private final QemuHarness harness = new QemuHarness();
  private final VmSpec shape = harness.spec(VmName.of("shape"), 9);
  private final VmSpec one = harness.spec(ONE, 10);
  private final VmSpec two = harness.spec(TWO, 11);
  private final Path states = harness.directory().resolve(".warm");
  private QemuDriver driver = (QemuDriver) harness.driver();
  private Path state = states;

  @BeforeAll
  void saveTheState() throws Exception {
    driver.prepareWarmStart(List.of(shape));
    state = onlyState();
  }

  /** As after a restart of Ringfence: nothing is remembered. */
  @BeforeEach
  void openAnew() {
    driver = (QemuDriver) harness.driver();
  }

  @AfterEach
  void removeClones() {
    driver.list().stream().map(VmStatus::name).forEach(driver::delete);
  }

  @AfterAll
  void close() {
    harness.close();
  }

  /** What only looks at clones looks at the same two. */
  @TestFactory
  Stream<DynamicTest> ofTwoClonesOfOneState() throws Exception {
    assertThat(new WarmState(state).isWhole()).isTrue();
    CloneProbe first = new CloneProbe(one);
    CloneProbe second = new CloneProbe(two);
    Stream<DynamicTest> tests =
        Stream.of(
            dynamicTest("both start", () -> startBoth(first, second)),
            dynamicTest(
                "they differ in everything that must differ", () -> assertDiffer(first, second)),
            dynamicTest("they know the time", () -> assertKnowsTheTime(first)),
            dynamicTest("they are confined and apart as any VM", this::assertConfinedAndApart),
            dynamicTest(
                "they change nothing of the state",
                () -> {
                  driver.delete(ONE);
                  driver.delete(TWO);
                  assertThat(new WarmState(state).isWhole()).isTrue();
                }));
    return tests.onClose(first::close).onClose(second::close);
  }

  @Test
  void twoThatStoodByDifferInEverythingThatMustDiffer() throws Exception {
    for (VmSpec spec : List.of(one, two)) {
      driver.create(spec);
      driver.standBy(spec.name());
    }
    try (CloneProbe first = new CloneProbe(one);
        CloneProbe second = new CloneProbe(two)) {
      startBoth(first, second);
      assertDiffer(first, second);
    }
  }

  private void startBoth(CloneProbe first, CloneProbe second) throws IOException {
    start(one, first);
    start(two, second);
    first.awaitSip();
    second.awaitSip();
  }

  private void assertDiffer(CloneProbe first, CloneProbe second) throws IOException {
    Map<String, String> ofOne = first.everythingUnique();
    Map<String, String> ofTwo = second.everythingUnique();
    assertThat(console(one)).doesNotContain(BOOTED);
    assertThat(console(two)).doesNotContain(BOOTED);
    assertThat(ofOne)
        .containsOnlyKeys(
            "digest nonce",
            "machine",
            "boot",
            "hostname",
            "mac",
            "kernel-random",
            "asterisk-random",
            "Call-ID",
            "From tag",
            "branch",
            "TLS key",
            "SSRC")
        .containsEntry("hostname", "rf-one")
        .containsEntry("mac", one.network().mac().toString());
    Map<String, String> same = new HashMap<>(ofOne);
    same.entrySet().retainAll(ofTwo.entrySet());
    assertThat(same).isEmpty();
  }

  private static void assertKnowsTheTime(CloneProbe probe) throws IOException {
    // What the guest's clock showed at a moment between the two of ours, in whole seconds.
    long before = System.currentTimeMillis() / 1000;
    long clock = probe.clock();
    long after = System.currentTimeMillis() / 1000;
    assertThat(clock).isBetween(before - CloneProbe.SLOWEST_CLOCK_S, after);
  }

  private void assertConfinedAndApart() throws IOException {
    ProcessHandle process = harness.process(ONE).orElseThrow();
    assertThat(QemuHarness.read(Path.of("/proc/" + process.pid() + "/status")))
        .contains("Uid:\t1900000010\t1900000010\t1900000010\t1900000010")
        .containsPattern("CapEff:\t0{16}")
        .contains("Seccomp:\t2");
    try (DirectoryStream<Path> root =
        Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/root"))) {
      assertThat(root).isEmpty();
    }
    List<String> isolated = new ArrayList<>();
    try (DirectoryStream<Path> ports =
        Files.newDirectoryStream(Path.of("/sys/class/net", harness.bridge(), "brif"))) {
      ports.forEach(port -> isolated.add(QemuHarness.read(port.resolve("isolated"))));
    }
    assertThat(isolated).containsExactly("1\n", "1\n");
    assertThat(QemuHarness.read(Path.of("/proc/" + process.pid() + "/maps")))
        .as("the state's memory is mapped privately")
        .containsPattern(" rw-p .*/ram\n")
        .doesNotContainPattern(" rw-s .*/ram\n");
  }

  /** The whole of it, after each change that a process makes on the host before it dies. */
  @ParameterizedTest
  @EnumSource(names = {"STAND_BY", "HAND_OVER"})
  void killedAfterAnyStepAVmThatStandsByIsBroughtOnByTheNextOne(VmWorker.Task task)
      throws Exception {
    VmSpec spec = harness.spec(VmName.of("rf-acme"), 12);
    List<String> deaths = new ArrayList<>();
    boolean died = true;
    for (int step = 1; died; step++) {
      driver.delete(spec.name());
      driver.create(spec);
      if (task == VmWorker.Task.HAND_OVER) {
        driver.standBy(spec.name());
      }
      Process worker = harness.worker(spec, task.name(), String.valueOf(step)).start();
      String words = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = worker.waitFor();
      assertThat(code).as(words).isIn(VmWorker.DIED, VmWorker.EXIT_CODE);
      died = code == VmWorker.DIED;
      deaths.addAll(died ? words.lines().skip(step - 1L).toList() : List.of());

      task.perform(driver, spec);
      assertThat(harness.tracesOf(spec)).as(words).hasSize(3);
      List<String> changes = new ArrayList<>();
      VmWorker.listening(changes::add, () -> task.perform(driver, spec));
      assertThat(changes).as("done once more, after " + words).isEmpty();
      if (task == VmWorker.Task.HAND_OVER) {
        harness.awaitIdentity(spec.name(), harness.identity(spec));
        assertThat(console(spec)).doesNotContain(BOOTED);
      } else {
        assertThat(driver.inspect(spec.name())).containsInstanceOf(VmStatus.Waiting.class);
        assertThat(harness.guestMoved(spec.name())).isFalse();
      }
    }
    System.out.println(task + " died " + deaths.size() + " times: " + deaths);
    assertThat(deaths).hasSizeGreaterThan(1);
  }

  @Test
  void withoutAStateAVmCannotStandBy() throws Exception {
    VmSpec larger = new VmSpec(ONE, shape.template(), 1, 288, QemuHarness.DATA_MIB, one.network());
    driver.create(larger);
    assertThatThrownBy(() -> driver.standBy(ONE)).hasMessageContaining("no saved memory state");
    assertThat(driver.inspect(ONE)).containsInstanceOf(VmStatus.Stopped.class);
  }

  @Test
  void aVmThatRanOnceBootsAndFindsItsData() throws Exception {
    try (CloneProbe probe = new CloneProbe(one)) {
      start(one, probe);
      harness.awaitConsole(ONE, "stage configuration 1");
      assertThat(console(one)).doesNotContain(BOOTED);
      driver.kill(ONE);
      driver.start(ONE, harness.identity(one));
      probe.awaitSip();
    }
    assertThat(console(one)).contains(BOOTED).doesNotContain("needs repair");
  }

  @Test
  void aCloneEndsByItsPowerButtonWithItsDiskInOrder() throws Exception {
    try (CloneProbe probe = new CloneProbe(one)) {
      start(one, probe);
      harness.awaitConsole(ONE, "stage configuration 1");
      driver.stop(ONE, Duration.ofMinutes(2));
      assertThat(harness.guestPoweredOff(ONE)).isTrue();
      driver.start(ONE, harness.identity(one));
      probe.awaitSip();
    }
    assertThat(console(one)).doesNotContain("needs repair");
  }

  @Test
  void aStateThatIsNotThereIsNoReasonNotToStart() throws Exception {
    Path label = state.resolve(WarmState.LABEL);
    Path aside = harness.home().resolve("label");
    Files.move(label, aside);
    try (CloneProbe probe = new CloneProbe(one)) {
      start(one, probe);
      probe.awaitSip();
    } finally {
      Files.move(aside, label);
    }
    assertThat(console(one)).contains(BOOTED);
  }

  @Test
  void aDamagedStateIsGivenUpBeforeAnythingStartsFromIt() throws Exception {
    for (Path file : List.of(state.resolve("ram"), state.resolve(VmDirectory.DATA))) {
      damaged(
          file,
          () -> {
            start(one, Optional.empty());
            harness.awaitConsole(ONE, BOOTED);
            assertThat(state.resolve(WarmState.LABEL)).doesNotExist();
            driver.delete(ONE);
          });
    }
  }

  @Test
  void aStateThatQemuDoesNotLoadIsGivenUpAndTheVmBootsFromABlankDisk() throws Exception {
    // Loaded once, so that the check of its files is over.
    start(one, Optional.empty());
    driver.delete(ONE);
    try (CloneProbe probe = new CloneProbe(one)) {
      damaged(
          state.resolve("devices"),
          () -> {
            start(one, probe);
            probe.awaitSip();
            assertThat(state.resolve(WarmState.LABEL)).doesNotExist();
          });
    }
    assertThat(console(one)).contains(BOOTED).doesNotContain("needs repair");
  }

  @Test
  void aStateOfAnotherTemplateOrShapeIsNotUsed() throws Exception {
    Path copy = Files.createDirectory(harness.home().resolve("0123456789ab"));
    for (String file : List.of("vmlinuz", "initramfs.img", "root.erofs")) {
      Files.createSymbolicLink(copy.resolve(file), QemuHarness.template().resolve(file));
    }
    VmSpec ofAnother =
        new VmSpec(ONE, Template.inDirectory(copy), 1, 256, QemuHarness.DATA_MIB, one.network());
    VmSpec larger = new VmSpec(TWO, shape.template(), 1, 288, QemuHarness.DATA_MIB, two.network());
    for (VmSpec spec : List.of(ofAnother, larger)) {
      start(spec, Optional.empty());
      harness.awaitConsole(spec.name(), BOOTED);
    }
  }

  @Test
  void aStateOfAnotherQemuIsNotUsed() {
    QemuDriver updated =
        new QemuDriver(
            QemuDriverFactory.settings(harness.config()),
            new QemuVersion(7, 2, "7.2.22 with a security update"),
            Caller.current());
    updated.create(one);
    updated.start(ONE, harness.identity(one));
    harness.awaitConsole(ONE, BOOTED);
  }

  /** Killed while the guest boots, and the next one while it writes the guest's state. */
  @Test
  void aProcessKilledWhileItSavesLeavesNothingThatIsTakenForAState() throws Exception {
    try (QemuHarness other = new QemuHarness()) {
      VmSpec spec = other.spec(ONE, 10);
      Path parent = other.directory().resolve(".warm");
      for (String moment : List.of("qemu.pid", "devices")) {
        Process worker = other.worker(spec, VmWorker.Task.SAVE_STATE.name()).start();
        try {
          Awaitility.await(moment)
              .atMost(Duration.ofMinutes(15))
              .pollInterval(Duration.ofMillis(2))
              .until(() -> statesWith(parent, moment).size() == 1 || !worker.isAlive());
        } finally {
          worker.destroyForcibly().waitFor();
        }
        Path half = statesWith(parent, moment).get(0);
        assertThat(half.resolve(WarmState.LABEL)).as(moment).doesNotExist();
        assertThat(other.driver().list()).as(moment).isEmpty();
      }
      Path half = statesWith(parent, "devices").get(0);
      ((QemuDriver) other.driver()).prepareWarmStart(List.of(spec));
      assertThat(new WarmState(half).isWhole()).isTrue();
      assertThat(processesIn(half)).isEmpty();
    }
  }

  @Test
  void statesOfOtherShapesAreRemoved() throws Exception {
    Path old = states.resolve("state-of-an-old-template");
    Files.createDirectory(old);
    Files.writeString(old.resolve("ram"), "much");
    Path stranger = Files.createDirectory(states.resolve("not ours"));
    driver.prepareWarmStart(List.of(shape));
    assertThat(old).doesNotExist();
    assertThat(stranger).exists();
    assertThat(onlyState()).isEqualTo(state);
    Files.delete(stranger);
  }

  private interface Use {
    void run() throws Exception;
  }

  /** With one byte of the file changed, and everything as before afterwards. */
  private void damaged(Path file, Use use) throws Exception {
    Path label = state.resolve(WarmState.LABEL);
    String words = Files.readString(label);
    flip(file);
    try {
      use.run();
    } finally {
      flip(file);
      Files.writeString(label, words);
    }
  }

  private static void flip(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      // The header of a device state, the first page of a memory, the super block of a disk.
      long position = file.endsWith("devices") ? 0 : 1024;
      access.seek(position);
      int before = access.read();
      access.seek(position);
      access.write(before ^ 0xff);
    }
  }

  private void start(VmSpec spec, CloneProbe probe) throws IOException {
    start(spec, Optional.of(probe));
  }

  private void start(VmSpec spec, Optional<CloneProbe> probe) throws IOException {
    driver.create(spec);
    driver.start(spec.name(), probe.isPresent() ? probe.get().identity() : harness.identity(spec));
  }

  private Path onlyState() throws IOException {
    List<Path> found = statesWith(states, WarmState.LABEL);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** The states' directories with such a file. */
  private static List<Path> statesWith(Path parent, String file) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(parent)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, "state-*")) {
        for (Path directory : all) {
          if (Files.exists(directory.resolve(file))) {
            found.add(directory);
          }
        }
      }
    }
    return found;
  }

  private static List<ProcessHandle> processesIn(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                QemuHarness.read(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .contains(directory + "/qemu.pid"))
        .toList();
  }

  private String console(VmSpec spec) {
    return QemuHarness.read(
        harness.directory().resolve(spec.name().value()).resolve("console.log"));
  }
}
