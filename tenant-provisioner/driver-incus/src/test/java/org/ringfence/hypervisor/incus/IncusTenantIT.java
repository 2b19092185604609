package org.ringfence.hypervisor.incus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;
import org.ringfence.hypervisor.contract.Programs;

/** A tenant's container with everything in it: the centre's configuration, Asterisk, its data. */
class IncusTenantIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final VmName ACME = VmName.of("rf-acme");
  private static final String SECRET = "dGhpcy1pcy1vbmx5LWZvci10aGUtaW1hZ2VzLXRlc3Q";
  private static final int PORT = 8444;

  private static OwnLxd lxd;
  private static Path centre;
  private static Process centreProcess;

  private IncusHarness harness;
  private HypervisorDriver driver;
  private VmSpec spec;

  @BeforeAll
  static void startServerAndCentre() throws IOException {
    lxd = new OwnLxd();
    centre = Files.createTempDirectory("ringfence-centre-");
    Files.createDirectory(centre.resolve("bundles"));
    Path templates = Programs.checkout().resolve("vm-templates");
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    Programs.run(
        java + "/keytool",
        "-genkeypair",
        "-keystore",
        centre.resolve("key.p12").toString(),
        "-storetype",
        "PKCS12",
        "-storepass",
        "testing",
        "-alias",
        "centre",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=ringfence-test",
        "-validity",
        "30");
    Programs.run(
        "tar",
        "-C",
        templates.resolve("testing/bundle").toString(),
        "--format=ustar",
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--mtime=@0",
        "--mode=u=rwX,go=rX",
        "-cf",
        centre.resolve("bundles/1.tar").toString(),
        "asterisk",
        "verify");
    centreProcess =
        new ProcessBuilder(
                java + "/java",
                templates.resolve("testing/CentreForTests.java").toString(),
                lxd.here(),
                Integer.toString(PORT),
                centre.toString(),
                "00000000-0000-4000-8000-000000000010",
                SECRET)
            .redirectErrorStream(true)
            .redirectOutput(centre.resolve("out").toFile())
            .start();
    Awaitility.await("the centre").atMost(LIMIT).until(() -> Files.exists(centre.resolve("pin")));
  }

  @AfterAll
  static void stopThem() throws IOException {
    centreProcess.destroyForcibly();
    centreProcess.onExit().join();
    lxd.close();
    try (Stream<Path> left = Files.walk(centre)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @BeforeEach
  void open() throws IOException {
    Files.writeString(centre.resolve("log"), "");
    harness = new IncusHarness(lxd);
    driver = harness.factory().create(harness.config());
    spec = harness.spec(ACME, 10);
  }

  @AfterEach
  void removeEverything() {
    driver.close();
    harness.close();
  }

  @Test
  void aTenantsAsteriskAnswersWithItsConfigurationAndKeepsItsDataOverAStop() {
    driver.create(spec);
    startAndAwaitSip(spec);
    Awaitility.await("the report")
        .atMost(LIMIT)
        .until(() -> log().contains("configuration/1 result=applied"));
    driver.stop(ACME, Duration.ofSeconds(30));
    assertThat(harness.guestPoweredOff(ACME)).isTrue();
    startAndAwaitSip(spec);
    Awaitility.await("two boot ids")
        .atMost(LIMIT)
        .until(() -> log().lines().flatMap(IncusTenantIT::boot).distinct().count() == 2);
  }

  @Test
  void aContainerThatWasLostIsMadeAgainAroundItsData() {
    driver.create(spec);
    startAndAwaitSip(spec);
    driver.stop(ACME, Duration.ofSeconds(30));
    harness.api().remove("/1.0/instances/" + ACME, LIMIT);
    assertThat(driver.inspect(ACME)).contains(new VmStatus.Stopped(ACME, spec.template().digest()));
    startAndAwaitSip(spec);
    assertThat(harness.console(ACME)).contains("ringfence: stage data");
  }

  @Test
  void theIdentityIsInTheContainersConfigurationOnlyWhileItIsToRun() {
    driver.create(spec);
    assertThat(configuration()).doesNotContain(SECRET);
    startAndAwaitSip(spec);
    assertThat(configuration()).contains(SECRET);
    driver.stop(ACME, Duration.ofSeconds(30));
    assertThat(configuration()).doesNotContain(SECRET);
    assertThat(harness.console(ACME)).doesNotContain(SECRET);
  }

  @Test
  void theRootCannotBeWrittenAndItsUserIsNobodyOfTheHost() {
    driver.create(spec);
    startAndAwaitSip(spec);
    String root = "/proc/" + harness.process(ACME).orElseThrow().pid();
    String users = read(Path.of(root, "uid_map"));
    assertThat(users.strip().split("\\s+", -1)[1]).as(users).isNotEqualTo("0");
    assertThat(read(Path.of(root, "mountinfo")).lines())
        .filteredOn(line -> line.split(" ", -1)[4].equals("/"))
        .allSatisfy(line -> assertThat(line.split(" ", -1)[5]).startsWith("ro"));
    assertThat(read(Path.of(root, "mountinfo")).lines())
        .filteredOn(line -> line.split(" ", -1)[4].equals("/data"))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(line.split(" ", -1)[5]).contains("nosuid", "nodev", "noexec"));
  }

  private void startAndAwaitSip(VmSpec vm) {
    driver.start(
        vm.name(),
        IncusHarness.identity(
            vm, "https://" + lxd.here() + ":" + PORT, read(centre.resolve("pin")).strip(), SECRET));
    String address = vm.network().address().address().toString();
    Awaitility.await("an answer to SIP from " + address)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> answersOptions(address));
  }

  private static boolean answersOptions(String address) throws IOException {
    String id = UUID.randomUUID().toString();
    byte[] request =
        """
        OPTIONS sip:GUEST SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bKUNIQUE
        Max-Forwards: 5
        From: <sip:test@192.0.2.1>;tag=UNIQUE
        To: <sip:GUEST>
        Call-ID: UNIQUE
        CSeq: 1 OPTIONS
        Content-Length: 0

        """
            .replace("GUEST", address)
            .replace("UNIQUE", id)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(500);
      socket.send(
          new DatagramPacket(request, request.length, new InetSocketAddress(address, 5060)));
      DatagramPacket answer = new DatagramPacket(new byte[8192], 8192);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8)
          .startsWith("SIP/2.0 ");
    } catch (SocketTimeoutException notYet) {
      return false;
    }
  }

  private String configuration() {
    return Json.text(harness.api().find("/1.0/instances/" + ACME).orElse(Map.of()));
  }

  private static String log() {
    return read(centre.resolve("log"));
  }

  private static Stream<String> boot(String line) {
    String key = "boot=";
    return line.startsWith("asks ")
        ? Stream.of(line.substring(line.indexOf(key) + key.length()))
        : Stream.of();
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
