package org.ringfence.hypervisor.incus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.contract.Programs;

/** A real LXD in a directory and a network namespace of its own, see {@code scripts/own-lxd}. */
final class OwnLxd implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Path directory;
  private final String link;
  private final String network;

  OwnLxd() {
    assertThat(System.getProperty("user.name"))
        .as("tests with a real LXD make namespaces and mounts: run them as root")
        .isEqualTo("root");
    long pid = ProcessHandle.current().pid();
    int number = NUMBER.incrementAndGet();
    link = "10." + (192 + number % 32) + "." + pid % 256;
    network = "10." + (224 + number % 31) + "." + pid % 256;
    try {
      directory = Files.createTempDirectory("ringfence-lxd-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = "rfl" + pid % 100_000 + (char) ('a' + number % 26);
    Programs.script("own-lxd", "start", directory.toString(), name, link, network);
  }

  /** This machine's address on the way to the server; its containers reach it. */
  String here() {
    return link + ".1";
  }

  /** The first three numbers of the containers' network. */
  String network() {
    return network;
  }

  DriverConfig config(Map<String, String> more) {
    Map<String, String> settings =
        new TreeMap<>(
            Map.of(
                IncusDriverFactory.URLS,
                "https://" + link + ".2:8443",
                IncusDriverFactory.CERTIFICATE,
                directory.resolve("client.crt").toString(),
                IncusDriverFactory.KEY,
                directory.resolve("client.key").toString(),
                IncusDriverFactory.SERVER_CERTIFICATE,
                directory.resolve("server.crt").toString(),
                IncusDriverFactory.POOL,
                "tenants",
                IncusDriverFactory.NETWORK,
                "rfbr"));
    settings.putAll(more);
    return DriverConfig.of(new IncusDriverFactory().configKeys(), settings);
  }

  Api api() {
    IncusSettings settings = IncusDriverFactory.settings(config(Map.of()));
    return new Api(settings.servers(), Tls.read(settings));
  }

  @Override
  public void close() {
    Programs.script("own-lxd", "stop", directory.toString());
  }
}
