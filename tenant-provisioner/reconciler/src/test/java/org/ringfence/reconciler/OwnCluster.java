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
    run(script().toString(), "start", directory.toString(), "rfc" + pid % 100_000, network);
  }

  private static Path script() {
    Path start = Path.of("").toAbsolutePath();
    for (Path place = start; place != null; place = place.getParent()) {
      if (Files.exists(place.resolve("scripts/own-lxd-cluster"))) {
        return place.resolve("scripts/own-lxd-cluster");
      }
    }
    throw new IllegalStateException("no scripts/own-lxd-cluster above " + start);
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
    run(script().toString(), "lose", directory.toString(), member);
  }

  void recover(String member) {
    run(script().toString(), "recover", directory.toString(), member);
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
    return run(builder);
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(lastResort);
    assertThat(read(FORWARDING)).as("net.ipv4.ip_forward").isEqualTo(forwarding);
  }

  private void stop() {
    run(script().toString(), "stop", directory.toString());
  }

  private static String run(String... command) {
    return run(new ProcessBuilder(command));
  }

  /** Runs a program to its end and returns what it said. */
  private static String run(ProcessBuilder builder) {
    try {
      // A file, because a daemon that it starts would hold a pipe open.
      Path said = Files.createTempFile("ringfence-said-", "");
      try {
        Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        int code = process.waitFor();
        String words = Files.readString(said);
        assertThat(code).as("%s: %s", builder.command(), words).isZero();
        return words;
      } finally {
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
