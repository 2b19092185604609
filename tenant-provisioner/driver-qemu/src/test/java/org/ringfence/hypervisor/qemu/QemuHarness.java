package org.ringfence.hypervisor.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorDriverFactory;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.SnapshotName;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;
import org.ringfence.hypervisor.WarmStart;
import org.ringfence.hypervisor.contract.SnapshotHarness;
import org.ringfence.hypervisor.contract.StandByHarness;

/** Real QEMU with the real guest image, on a bridge and in a directory of its own. */
final class QemuHarness implements SnapshotHarness, StandByHarness {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  static final int DATA_MIB = 64;
  private static final int MARK = 512;

  private static final Duration BOOT_LIMIT = Duration.ofMinutes(2);

  private final Path home;
  private final Path directory;
  private final String bridge;
  private final String network;

  QemuHarness() {
    assertThat(System.getProperty("user.name"))
        .as("tests with real VMs make network devices: run them as root")
        .isEqualTo("root");
    long pid = ProcessHandle.current().pid();
    int number = NUMBER.incrementAndGet();
    bridge = "rfi" + pid % 100_000 + (char) ('a' + number % 26);
    network = "10." + (128 + number % 63) + "." + pid % 256 + ".";
    try {
      home = Files.createTempDirectory("ringfence it, with a space ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    directory = home.resolve("all VMs of this test");
    ip("link add name " + bridge + " type bridge");
    ip("address add " + network + "1/24 dev " + bridge);
    ip("link set dev " + bridge + " up");
  }

  static Path template() {
    String value = Optional.ofNullable(System.getenv("RINGFENCE_TEMPLATE")).orElse("");
    assertThat(value)
        .as("RINGFENCE_TEMPLATE names a guest template's directory, as vm-templates/build makes it")
        .isNotEmpty();
    return Path.of(value);
  }

  Path directory() {
    return directory;
  }

  Path home() {
    return home;
  }

  String bridge() {
    return bridge;
  }

  static String accel() {
    return Optional.ofNullable(System.getenv("RINGFENCE_ACCEL")).orElse("tcg");
  }

  @Override
  public HypervisorDriverFactory factory() {
    return new QemuDriverFactory();
  }

  @Override
  public DriverConfig config() {
    return config(bridge);
  }

  DriverConfig config(String anyBridge) {
    return DriverConfig.of(
        factory().configKeys(),
        Map.of(
            "ringfence.qemu.directory",
            directory.toString(),
            "ringfence.qemu.bridge",
            anyBridge,
            "ringfence.qemu.accel",
            accel()));
  }

  HypervisorDriver driver() {
    return factory().create(config());
  }

  /** A process of its own that drives the VM, see {@link VmWorker}. */
  ProcessBuilder worker(VmSpec spec, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                VmWorker.class.getName(),
                directory.toString(),
                bridge,
                spec.template().location().toString(),
                spec.network().address().toString(),
                spec.network().gateway().toString()));
    words.addAll(List.of(more));
    return new ProcessBuilder(words).redirectErrorStream(true);
  }

  @Override
  public VmSpec spec(VmName name, int host) {
    return new VmSpec(
        name,
        Template.inDirectory(template()),
        1,
        256,
        DATA_MIB,
        VmNetwork.of(
            Ipv4Interface.parse(network + host + "/24"), Ipv4Address.parse(network + "1")));
  }

  @Override
  public Template missingTemplate() {
    return Template.inDirectory(home.resolve("ffffffffffff"));
  }

  @Override
  public IdentityDocument identity(VmSpec spec) {
    return IdentityDocument.of(identityText(spec));
  }

  static String identityText(VmSpec spec) {
    return """
        ringfence-identity 1
        vm_id=00000000-0000-4000-8000-%012d
        tenant=acme
        hostname=%s
        address=%s
        gateway=%s
        portal_url=https://%s:9
        portal_pin=sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
        secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        clock=%d
        entropy=0000000000000000000000000000000000000000000000000000000000000000
        end
        """
        .formatted(
            spec.network().address().hostNumber(),
            spec.name(),
            spec.network().address(),
            spec.network().gateway(),
            spec.network().gateway(),
            System.currentTimeMillis() / 1000);
  }

  @Override
  public void plantForeign(VmName name) {
    try {
      Files.createDirectories(directory.resolve(name.value()));
      Files.writeString(directory.resolve(name.value()).resolve("precious"), "not ours");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasForeign(VmName name) {
    return Files.exists(directory.resolve(name.value()).resolve("precious"));
  }

  @Override
  public void crash(VmName name) {
    ProcessHandle process = process(name).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  Optional<ProcessHandle> process(VmName name) {
    String pidFile = directory.resolve(name.value()).resolve("qemu.pid").toString();
    return ProcessHandle.allProcesses()
        .filter(process -> read(Path.of("/proc/" + process.pid() + "/cmdline")).contains(pidFile))
        .findFirst();
  }

  @Override
  public void interruptCreation(VmSpec spec) {
    try {
      Path half = directory.resolve(".new-" + spec.name());
      Files.createDirectories(half);
      Files.writeString(half.resolve("data.raw"), "half");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void deafenGuest(VmName name) {
    // A guest that was just started does not listen yet.
  }

  @Override
  public void awaitGuest(VmName name) {
    awaitConsole(name, "ringfence: stage network");
  }

  void awaitConsole(VmName name, String words) {
    Awaitility.await("\"" + words + "\" on the console of " + name)
        .atMost(BOOT_LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(console(name)).contains(words));
  }

  private String console(VmName name) {
    return read(directory.resolve(name.value()).resolve("console.log"));
  }

  @Override
  public void prepare(HypervisorDriver driver, VmSpec shape) {
    ((WarmStart) driver).prepareWarmStart(List.of(shape));
  }

  /** It answers at the address that the document gives it, and at no other. */
  @Override
  public void awaitIdentity(VmName name, IdentityDocument document) {
    String address =
        document
            .text()
            .lines()
            .filter(line -> line.startsWith("address="))
            .map(line -> line.substring("address=".length()).replaceFirst("/.*", ""))
            .findFirst()
            .orElseThrow();
    awaitConsole(name, "ringfence: stage network");
    Awaitility.await(name + " has the address " + address)
        .atMost(BOOT_LIMIT)
        .until(() -> InetAddress.getByName(address).isReachable(1000));
  }

  @Override
  public boolean guestMoved(VmName name) {
    return !console(name).isEmpty();
  }

  @Override
  public boolean guestPoweredOff(VmName name) {
    return console(name).contains("reboot: Power down");
  }

  /** In the last blocks of the disk, where the guest's file system has nothing yet. */
  @Override
  public void write(VmName name, String text) {
    try (RandomAccessFile disk = disk(name, "rw")) {
      disk.seek(disk.length() - MARK);
      disk.write(Arrays.copyOf(text.getBytes(UTF_8), MARK));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String written(VmName name) {
    byte[] mark = new byte[MARK];
    try (RandomAccessFile disk = disk(name, "r")) {
      disk.seek(disk.length() - MARK);
      disk.readFully(mark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new String(mark, UTF_8).replace("\0", "");
  }

  private RandomAccessFile disk(VmName name, String mode) throws IOException {
    return new RandomAccessFile(directory.resolve(name.value()).resolve("data.raw").toFile(), mode);
  }

  @Override
  public void interruptSnapshot(VmName name, SnapshotName snapshot) {
    try {
      Path snapshots = directory.resolve(name.value()).resolve("snapshots");
      Files.createDirectories(snapshots);
      Files.writeString(snapshots.resolve(snapshot + ".part"), "half");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> tracesOf(VmSpec spec) {
    List<String> traces = new ArrayList<>();
    process(spec.name()).ifPresent(process -> traces.add("process " + process.pid()));
    traces.addAll(entries(directory).filter(name -> name.endsWith(spec.name().value())).toList());
    traces.addAll(
        entries(Path.of("/sys/class/net"))
            .filter(
                device ->
                    read(Path.of("/sys/class/net", device, "ifalias"))
                            .equals("ringfence " + spec.name() + "\n")
                        && Files.exists(Path.of("/sys/class/net", bridge, "brif", device)))
            .toList());
    return traces;
  }

  private static Stream<String> entries(Path directory) {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  /** Empty when there is no such file, or when it goes away meanwhile. */
  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    try (HypervisorDriver driver = driver()) {
      driver.list().stream().map(VmStatus::name).forEach(driver::delete);
      // One whose state a killed process was saving belongs to nobody.
      ((WarmStart) driver).prepareWarmStart(List.of());
    }
    ip("link delete dev " + bridge);
    try (Stream<Path> left = Files.walk(home)) {
      for (Path path : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void ip(String line) {
    try {
      Command.Result result =
          Command.run(List.of("ip", "-batch", "-"), line + "\n", Duration.ofSeconds(10));
      assertThat(result.exitCode()).as("ip %s: %s", line, result.output()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
