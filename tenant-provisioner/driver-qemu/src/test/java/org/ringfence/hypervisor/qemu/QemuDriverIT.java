package org.ringfence.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;
import org.ringfence.hypervisor.qemu.VmWorker.Task;

/** What is QEMU's own: confinement, the network, survival, and failures of the host. */
class QemuDriverIT {
  private static final VmName ACME = VmName.of("rf-acme");
  private static final VmName OTHER = VmName.of("rf-other");

  private QemuHarness harness;
  private HypervisorDriver driver;
  private VmSpec spec;

  @BeforeEach
  void open() {
    harness = new QemuHarness();
    driver = harness.driver();
    spec = harness.spec(ACME, 10);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void theGuestGetsItsIdentityAndAnswersAtItsAddress() throws Exception {
    start(spec);
    harness.awaitConsole(ACME, "ringfence: stage network");
    InetAddress address = InetAddress.getByName(spec.network().address().address().toString());
    assertThat(address.isReachable(10_000)).isTrue();
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Running.class);
  }

  @Test
  void everyRunReadsTheDocumentOfItsOwnStart() {
    start(spec);
    harness.awaitConsole(ACME, "ringfence: stage identity");
    driver.kill(ACME);
    driver.start(ACME, harness.identity(spec));
    harness.awaitConsole(ACME, "ringfence: stage identity");
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Running.class);
  }

  @Test
  void theProcessHasAUserOfItsOwnNoRightsAFilterAndAnEmptyRootDirectory() throws Exception {
    start(spec);
    ProcessHandle process = harness.process(ACME).orElseThrow();
    String status = QemuHarness.read(Path.of("/proc/" + process.pid() + "/status"));
    assertThat(status)
        .contains("Uid:\t1900000010\t1900000010\t1900000010\t1900000010")
        .contains("Gid:\t1900000010\t1900000010\t1900000010\t1900000010")
        .containsPattern("CapEff:\t0{16}")
        .contains("Seccomp:\t2");
    Path root = Path.of("/proc/" + process.pid() + "/root");
    try (Stream<Path> visible = Files.list(root)) {
      assertThat(visible).isEmpty();
    }
    String ours = "/proc/" + ProcessHandle.current().pid() + "/ns/net";
    assertThat(Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/net")))
        .isEqualTo(Files.readSymbolicLink(Path.of(ours)));
  }

  @Test
  void theProcessKnowsNothingOfOurEnvironment() {
    start(spec);
    ProcessHandle process = harness.process(ACME).orElseThrow();
    String environment = QemuHarness.read(Path.of("/proc/" + process.pid() + "/environ"));
    assertThat(environment.split("\0"))
        .extracting(entry -> entry.split("=", 2)[0])
        .containsExactlyInAnyOrder("PATH", "LC_ALL");
  }

  @Test
  void theSecretIsForOurEyesOnlyAndGoneWhenTheVmIsStopped() throws Exception {
    start(spec);
    Path directory = harness.directory().resolve("rf-acme");
    Path document = directory.resolve("identity.in");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(document)))
        .isEqualTo("rw-------");
    driver.kill(ACME);
    assertThat(document).doesNotExist();
  }

  @Test
  void tenantsCannotReachEachOtherOnTheBridge() {
    start(spec);
    start(harness.spec(OTHER, 11));
    List<String> ports = ports();
    assertThat(ports).hasSize(2);
    assertThat(ports)
        .allSatisfy(
            port ->
                assertThat(QemuHarness.read(Path.of("/sys/class/net", port, "brport", "isolated")))
                    .isEqualTo("1\n"));
  }

  @Test
  void twoVmsWithOneAddressDoNotTakeTheDeviceFromEachOther() {
    VmStatus before = start(spec);
    driver.create(harness.spec(OTHER, 10));
    HypervisorException refusal =
        refusal(() -> driver.start(OTHER, harness.identity(harness.spec(OTHER, 10))));
    assertThat(refusal.category()).isEqualTo(Category.USER);
    assertThat(refusal).hasMessageContaining("rf-acme").hasMessageContaining("another address");
    driver.delete(OTHER);
    assertThat(driver.list()).containsExactly(before);
    assertThat(ports()).hasSize(1);
  }

  @Test
  void aVmSurvivesTheDeathOfTheProcessThatStartedIt() throws Exception {
    Process starter = harness.worker(spec, Task.CREATE_AND_START.name()).start();
    String words = new String(starter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(starter.waitFor()).as(words).isEqualTo(VmWorker.EXIT_CODE);
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Running.class);
    harness.awaitConsole(ACME, "ringfence: stage network");
    driver.stop(ACME, Duration.ofMinutes(1));
    assertThat(harness.guestPoweredOff(ACME)).isTrue();
  }

  @Test
  void aProcessThatIsNotRecordedIsFoundAndNotStartedTwice() throws Exception {
    VmStatus before = start(spec);
    Files.delete(harness.directory().resolve("rf-acme").resolve("qemu.pid"));
    assertThat(driver.inspect(ACME)).contains(before);
    driver.start(ACME, harness.identity(spec));
    assertThat(driver.inspect(ACME)).contains(before);
    driver.kill(ACME);
    assertThat(harness.process(ACME)).isEmpty();
  }

  @Test
  void aPidFileThatNamesAStrangerIsNotBelieved() throws Exception {
    driver.create(spec);
    Path pidFile = harness.directory().resolve("rf-acme").resolve("qemu.pid");
    Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Stopped.class);
    driver.kill(ACME);
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Stopped.class);
  }

  @Test
  void aGuestThatQemuHaltedIsBrokenAndRunsAgainAfterKillAndStart() throws Exception {
    start(spec);
    try (Qmp qmp = Qmp.connect(socket(), Duration.ofSeconds(10))) {
      qmp.execute("stop");
    }
    assertThat(driver.inspect(ACME))
        .contains(new VmStatus.Broken(ACME, "QEMU halted the guest: paused"));
    driver.kill(ACME);
    start(spec);
  }

  @Test
  void aSocketPathTooLongForTheKernelIsReachedAllTheSame() throws Exception {
    VmName longName = VmName.of("rf-" + "x".repeat(VmName.LONGEST - 3));
    VmSpec longSpec = harness.spec(longName, 12);
    start(longSpec);
    Path socket = harness.directory().resolve(longName.value()).resolve("qmp.sock");
    assertThat(socket.toString().length()).isGreaterThan(107);
    try (Qmp qmp = Qmp.connect(socket, Duration.ofSeconds(10))) {
      assertThat(qmp.status()).isEqualTo("running");
    }
  }

  @Test
  void aMissingBridgeIsNamedWithTheCommandThatMakesIt() {
    HypervisorDriver astray = harness.factory().create(harness.config("rfnone"));
    HypervisorException refusal = refusal(() -> astray.create(spec));
    assertThat(refusal.category()).isEqualTo(Category.EXTERNAL);
    assertThat(refusal)
        .hasMessage(
            "VM rf-acme: find the bridge rfnone: this host has no such network device."
                + " Make it: ip link add name rfnone type bridge && ip link set rfnone up");
    assertThat(harness.tracesOf(spec)).isEmpty();
  }

  @Test
  void aBridgeThatWentAwayFailsTheStartAndLeavesTheVmStopped() {
    driver.create(spec);
    HypervisorDriver astray = harness.factory().create(harness.config("rfnone"));
    HypervisorException refusal = refusal(() -> astray.start(ACME, harness.identity(spec)));
    assertThat(refusal.category()).isEqualTo(Category.EXTERNAL);
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Stopped.class);
    assertThat(harness.directory().resolve("rf-acme").resolve("identity.in")).doesNotExist();
  }

  @Test
  void aDeviceThatIsNoBridgeIsTheUsersToMend() {
    HypervisorDriver astray = harness.factory().create(harness.config("lo"));
    HypervisorException refusal = refusal(() -> astray.create(spec));
    assertThat(refusal.category()).isEqualTo(Category.USER);
    assertThat(refusal).hasMessageContaining("ringfence.qemu.bridge");
  }

  @Test
  void aTemplateThatWentAwayFailsTheStartWithTheMissingFile() throws Exception {
    Path copy = Files.createDirectory(harness.home().resolve("0123456789ab"));
    for (String file : List.of("vmlinuz", "initramfs.img", "root.erofs")) {
      Files.createSymbolicLink(copy.resolve(file), QemuHarness.template().resolve(file));
    }
    VmSpec copied = new VmSpec(ACME, Template.inDirectory(copy), 1, 256, 64, spec.network());
    driver.create(copied);
    Files.delete(copy.resolve("vmlinuz"));
    HypervisorException refusal = refusal(() -> driver.start(ACME, harness.identity(spec)));
    assertThat(refusal.category()).isEqualTo(Category.EXTERNAL);
    assertThat(refusal)
        .hasMessageContaining("find the template 0123456789ab")
        .hasMessageContaining("there is no " + copy.resolve("vmlinuz"))
        .hasMessageContaining("./ringfence up");
    assertThat(harness.process(ACME)).isEmpty();
    assertThat(ports()).isEmpty();
  }

  @Test
  void aFileSystemTooSmallForTheDiskIsAMatterOfResources() throws Exception {
    onFileSystemOf(
        "size=16m",
        small -> {
          HypervisorException refusal = refusal(() -> small.create(spec));
          assertThat(refusal.category()).isEqualTo(Category.RESOURCES);
          assertThat(refusal)
              .hasMessageContaining("it needs 64 MiB")
              .hasMessageContaining("16 MiB free")
              .hasMessageContaining("Free space there");
          assertThat(small.list()).isEmpty();
        });
  }

  @Test
  void aFileSystemThatIsFullIsAMatterOfResourcesAndLeavesNothing() throws Exception {
    onFileSystemOf(
        "size=128m,nr_inodes=3",
        full -> {
          HypervisorException refusal = refusal(() -> full.create(spec));
          assertThat(refusal.category()).isEqualTo(Category.RESOURCES);
          assertThat(refusal)
              .hasMessageContaining("No space left on device")
              .hasMessageContaining("Free space on that file system");
          assertThat(full.list()).isEmpty();
          assertThat(harness.directory().resolve(".new-rf-acme")).doesNotExist();
        });
  }

  @Test
  void moreMemoryThanThisHostHasIsAMatterOfResources() {
    VmSpec huge = new VmSpec(ACME, spec.template(), 1, 1 << 20, 64, spec.network());
    driver.create(huge);
    HypervisorException refusal = refusal(() -> driver.start(ACME, harness.identity(huge)));
    assertThat(refusal.category()).isEqualTo(Category.RESOURCES);
    assertThat(refusal).hasMessageContaining("1048576 MiB of memory");
    assertThat(ports()).isEmpty();
  }

  @Test
  void qemusOwnWordsAreGivenWhenItDoesNotStart() throws Exception {
    // The disk of one that never ran is made anew at its start.
    start(spec);
    driver.kill(ACME);
    Path data = harness.directory().resolve("rf-acme").resolve("data.raw");
    Files.delete(data);
    Files.createDirectory(data);
    HypervisorException refusal = refusal(() -> driver.start(ACME, harness.identity(spec)));
    assertThat(refusal.category()).isEqualTo(Category.EXTERNAL);
    assertThat(refusal)
        .hasMessageStartingWith("VM rf-acme: run QEMU:")
        .hasMessageContaining("data.raw");
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Stopped.class);
    assertThat(ports()).isEmpty();
  }

  @Test
  void aDiskThatAnotherProcessUsesIsNotUsedTwice() throws Exception {
    start(spec);
    VmSpec twin = harness.spec(OTHER, 11);
    driver.create(twin);
    Path data = harness.directory().resolve("rf-other").resolve("data.raw");
    Files.delete(data);
    Files.createLink(data, harness.directory().resolve("rf-acme").resolve("data.raw"));
    HypervisorException refusal = refusal(() -> driver.start(OTHER, harness.identity(twin)));
    assertThat(refusal.category()).isEqualTo(Category.EXTERNAL);
    assertThat(refusal).hasMessageContaining("End the other process that uses this VM's disk");
  }

  @Test
  void anInterruptedRemovalIsListedAndFinished() throws Exception {
    driver.create(spec);
    Files.move(
        harness.directory().resolve("rf-acme"), harness.directory().resolve(".gone-rf-acme"));
    assertThat(driver.list())
        .containsExactly(new VmStatus.Broken(ACME, "its creation or removal was interrupted"));
    driver.delete(ACME);
    assertThat(harness.tracesOf(spec)).isEmpty();
  }

  @Test
  void aDamagedSpecificationIsBrokenAndCanBeDeleted() throws Exception {
    start(spec);
    Files.writeString(harness.directory().resolve("rf-acme").resolve("vm.json"), "{\"ringf");
    assertThat(driver.list()).singleElement().isInstanceOf(VmStatus.Broken.class);
    HypervisorException refusal = refusal(() -> driver.create(spec));
    assertThat(refusal.category()).isEqualTo(Category.INTERNAL);
    driver.delete(ACME);
    assertThat(harness.tracesOf(spec)).isEmpty();
  }

  @Test
  void aTapDeviceOutlivesItsBridgeButNotItsVm() {
    start(spec);
    String device = ports().get(0);
    QemuHarness.ip("link set dev " + device + " nomaster");
    driver.delete(ACME);
    assertThat(Path.of("/sys/class/net", device)).doesNotExist();
  }

  @Test
  void anAccelerationThatIsNoneIsTheUsersToMend() {
    HypervisorException refusal =
        refusal(
            () ->
                harness
                    .factory()
                    .create(
                        DriverConfig.of(
                            harness.factory().configKeys(),
                            Map.of(
                                "ringfence.qemu.directory",
                                harness.directory().toString(),
                                "ringfence.qemu.bridge",
                                harness.bridge(),
                                "ringfence.qemu.accel",
                                "warp"))));
    assertThat(refusal.category()).isEqualTo(Category.USER);
    assertThat(refusal).hasMessageContaining("\"warp\" is neither kvm nor tcg");
  }

  @Test
  void aMissingQemuIsNamedWithItsPackage() {
    HypervisorException refusal =
        refusal(
            () ->
                harness
                    .factory()
                    .create(
                        DriverConfig.of(
                            harness.factory().configKeys(),
                            Map.of(
                                "ringfence.qemu.directory",
                                harness.directory().toString(),
                                "ringfence.qemu.bridge",
                                harness.bridge(),
                                "ringfence.qemu.binary",
                                "qemu-system-none"))));
    assertThat(refusal.category()).isEqualTo(Category.EXTERNAL);
    assertThat(refusal).hasMessageContaining("apt-get install qemu-system-x86");
  }

  @Test
  void theDriverSaysWhatItRunsWith() {
    assertThat(driver.info().details())
        .containsEntry("accel", QemuHarness.accel())
        .containsKey("version");
  }

  private VmStatus start(VmSpec wanted) {
    driver.create(wanted);
    driver.start(wanted.name(), harness.identity(wanted));
    VmStatus status = driver.inspect(wanted.name()).orElseThrow();
    assertThat(status).isInstanceOf(VmStatus.Running.class);
    return status;
  }

  private Path socket() {
    return harness.directory().resolve("rf-acme").resolve("qmp.sock");
  }

  private List<String> ports() {
    try (Stream<Path> ports = Files.list(Path.of("/sys/class/net", harness.bridge(), "brif"))) {
      return ports.map(port -> port.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private interface DriverUse {
    void with(HypervisorDriver driver) throws Exception;
  }

  /** On a file system in memory of its own, so that nobody else's fills up. */
  private void onFileSystemOf(String options, DriverUse use) throws Exception {
    Files.createDirectories(harness.directory());
    String place = harness.directory().toString();
    run("mount", "-t", "tmpfs", "-o", options, "ringfence-test", place);
    try {
      use.with(driver);
    } finally {
      run("umount", place);
    }
  }

  private static void run(String... words) throws IOException {
    Command.Result result = Command.run(List.of(words), "", Duration.ofSeconds(10));
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  private static HypervisorException refusal(Runnable operation) {
    HypervisorException refusal = catchThrowableOfType(HypervisorException.class, operation::run);
    assertThat(refusal).isNotNull();
    return refusal;
  }
}
