package org.ringfence.config.calls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ringfence.config.ConfigFile;
import org.ringfence.config.ConfigGenerator;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * A network of its own with Asterisks and SIP peers on it. Needs root and {@code
 * RINGFENCE_TEMPLATE}.
 *
 * <p>The addresses .1 to .9 are the lab's own, for {@link SipPeer}s; nobody is at those from .11
 * unless a provider was started there. The PBX at .10 and every other Asterisk has a namespace of
 * its own. Nothing leaves the network.
 */
final class CallLab implements AutoCloseable {
  static final Path COMMON = Path.of("../system-tests/peers/common");

  private final Path home;
  private final String bridge;
  private final String network;
  private int started;

  CallLab(Path home) throws IOException, InterruptedException {
    this.home = home;
    int number = createBridge();
    this.bridge = "rfcl" + number;
    this.network = "10.214." + number + ".";
    for (int octet = 1; octet < 10; octet++) {
      run("ip", "addr", "add", address(octet) + "/24", "dev", bridge);
    }
    run("ip", "link", "set", bridge, "up");
  }

  /** The kernel decides who gets a name: other labs are made at the same moment. */
  private static int createBridge() throws IOException, InterruptedException {
    int number = (int) (ProcessHandle.current().pid() % 200);
    for (int tries = 0; tries < 250; tries++, number = (number + 1) % 250) {
      String said = output("ip", "link", "add", "rfcl" + number, "type", "bridge");
      if (said.isEmpty()) {
        return number;
      }
      if (!said.contains("File exists")) {
        throw new AssertionError("no bridge for the lab: " + said);
      }
    }
    throw new AssertionError("all names of bridges are taken; are there labs left over?");
  }

  /** An address of the lab's network, for example of nobody. */
  String address(int octet) {
    return network + octet;
  }

  /**
   * A peer at an address from .2 to .9. Providers and phones need different ones: a PBX knows
   * providers by address.
   */
  SipPeer peer(int octet, int port) throws IOException {
    return new SipPeer(address(octet), port);
  }

  /** The PBX at .10, as the generator writes it; replaces the one before. */
  Asterisk pbx(TenantPbx pbx) throws IOException, InterruptedException {
    Map<String, String> files = new TreeMap<>();
    for (ConfigFile file : new ConfigGenerator().render(pbx).files()) {
      if (file.name().startsWith("asterisk/")) {
        files.put(file.name().substring("asterisk/".length()), file.text());
      }
    }
    return asterisk(10, files);
  }

  /** The same again with another configuration; it has the database that the one before left. */
  Asterisk pbxAfter(Asterisk before, TenantPbx pbx) throws IOException, InterruptedException {
    Path database = Path.of("data/asterisk/lib/astdb.sqlite3");
    Path place = home.resolve("asterisk-" + (started + 1));
    Files.createDirectories(place.resolve(database).getParent());
    Files.copy(before.data().resolveSibling(database), place.resolve(database));
    return pbx(pbx);
  }

  /** An Asterisk that plays a provider, with these files beside the common ones. */
  Asterisk provider(int octet, Map<String, String> files) throws IOException, InterruptedException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> common = Files.list(COMMON)) {
      for (Path file : common.toList()) {
        all.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    all.putAll(files);
    return asterisk(octet, all);
  }

  private Asterisk asterisk(int octet, Map<String, String> files)
      throws IOException, InterruptedException {
    Path place = home.resolve("asterisk-" + ++started);
    Path etc = Files.createDirectories(place.resolve("etc"));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(etc.resolve(file.getKey()), file.getValue());
    }
    String namespace = bridge + "-" + octet;
    String link = "v" + bridge.substring(2) + "-" + octet;
    // The kernel takes a namespace's devices away some time after the namespace.
    output("ip", "link", "delete", link);
    output("ip", "netns", "delete", namespace);
    run("ip", "netns", "add", namespace);
    run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    // The same for whoever comes after it at this address: the others still know the one before.
    String mac = String.format(Locale.ROOT, "02:52:46:d6:00:%02x", octet);
    run("ip", "-n", namespace, "link", "set", "eth0", "address", mac);
    run("ip", "link", "set", link, "master", bridge, "up");
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    run("ip", "-n", namespace, "addr", "add", address(octet) + "/24", "dev", "eth0");
    run("ip", "-n", namespace, "link", "set", "eth0", "up");
    run("ip", "-n", namespace, "route", "add", "default", "via", address(1));
    return new Asterisk(namespace, address(octet), place);
  }

  static void run(String... command) throws IOException, InterruptedException {
    String said = output(command);
    if (!said.isEmpty()) {
      throw new AssertionError(String.join(" ", command) + ": " + said);
    }
  }

  static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Override
  public void close() throws IOException {
    try {
      run("ip", "link", "delete", bridge);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }
}
