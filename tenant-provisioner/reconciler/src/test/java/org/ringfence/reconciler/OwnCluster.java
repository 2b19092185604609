package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorDrivers;
import org.ringfence.hypervisor.contract.Programs;

/**
 * A real cluster of three LXD servers in network namespaces, see {@code scripts/own-lxd-cluster}.
 */
final class OwnCluster implements AutoCloseable {
  private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");

  private final Path directory;
  private final String network;
  private final String forwarding = read(FORWARDING);
  private final Set<String> lost = new TreeSet<>();
  private final Thread lastResort = new Thread(this::stop);

  OwnCluster() {
    assertThat(System.getProperty("user.name"))
        .as("tests with a real cluster make namespaces and mounts: run them as root")
        .isEqualTo("root");
    long pid = ProcessHandle.current().pid();
    network = "10.191." + pid % 256;
    try {
      directory = Files.createTempDirectory("ringfence-cluster-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // A test run that is cut off leaves nothing either.
    Runtime.getRuntime().addShutdownHook(lastResort);
    Programs.script(
        "own-lxd-cluster", "start", directory.toString(), "rfc" + pid % 100_000, network);
  }

  HypervisorDriver driver() {
    Map<String, String> settings =
        Map.of(
            "ringfence.incus.url",
            url(1) + " " + url(2) + " " + url(3),
            "ringfence.incus.certificate",
            directory.resolve("client.crt").toString(),
            "ringfence.incus.key",
            directory.resolve("client.key").toString(),
            "ringfence.incus.server.certificate",
            directory.resolve("server.crt").toString(),
            "ringfence.incus.pool",
            "tenants",
            "ringfence.incus.network",
            "rfbr");
    return HypervisorDrivers.open(
        "incus",
        OwnCluster.class.getClassLoader(),
        name -> Optional.ofNullable(settings.get(name)));
  }

  private String url(int number) {
    return "https://" + network + ".1" + number + ":8443";
  }

  /** As a power failure does. */
  void lose(String member) {
    lost.add(member);
    Programs.script("own-lxd-cluster", "lose", directory.toString(), member);
  }

  void recover(String member) {
    Programs.script("own-lxd-cluster", "recover", directory.toString(), member);
    lost.remove(member);
  }

  /** Whatever a test that failed left lost. */
  void recoverAll() {
    List.copyOf(lost).forEach(this::recover);
  }

  /** What the engine's own client says, on the first member. */
  String lxc(String... command) {
    ProcessBuilder builder = new ProcessBuilder();
    builder.environment().put("LXD_DIR", directory.resolve("one/lxd").toString());
    builder.environment().put("LXD_CONF", directory.resolve("one/client").toString());
    builder.command().add("lxc");
    builder.command().addAll(List.of(command));
    return Programs.run(builder);
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(lastResort);
    assertThat(read(FORWARDING)).as("net.ipv4.ip_forward").isEqualTo(forwarding);
  }

  private void stop() {
    Programs.script("own-lxd-cluster", "stop", directory.toString());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
