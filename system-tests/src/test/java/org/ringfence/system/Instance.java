package org.ringfence.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The Ringfence instance under test: where it answers, and the passwords of its first start. */
final class Instance {

  private final Path home;
  private final int portBase;

  private Instance(Path home) {
    this.home = home;
    this.portBase = Integer.parseInt(value("settings.env", "RINGFENCE_PORT_BASE"));
  }

  /** The one in {@code RINGFENCE_HOME}, by default in {@code var} of the checkout. */
  static Instance running() {
    return new Instance(
        Optional.ofNullable(System.getenv("RINGFENCE_HOME"))
            .map(Path::of)
            .orElseGet(() -> checkout().resolve("var")));
  }

  static Path checkout() {
    // Maven runs tests in the module's directory.
    return Path.of("..").toAbsolutePath().normalize();
  }

  Path home() {
    return home;
  }

  String portalUrl() {
    return "http://127.0.0.1:" + portBase;
  }

  String keycloakUrl() {
    return "http://127.0.0.1:" + (portBase + 2);
  }

  int databasePort() {
    return portBase + 4;
  }

  /** A port that the instance leaves to tests, from 0 on. */
  int freePort(int index) {
    return portBase + 6 + index;
  }

  /**
   * The address in the instance's network that ends in this octet: 2 is the provider, 3 the phones.
   */
  String address(int lastOctet) {
    String network = value("settings.env", "RINGFENCE_NETWORK");
    return network.substring(0, network.lastIndexOf('.') + 1) + lastOctet;
  }

  /** The network namespace of the provider or the phones. */
  String namespace(String role) {
    return "rf" + portBase + "-" + role;
  }

  String secret(String key) {
    return value("secrets.env", key);
  }

  private String value(String file, String key) {
    Path path = home.resolve(file);
    try {
      return Files.readAllLines(path).stream()
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(path + " has no " + key));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "no instance runs in " + home + ": ./ringfence test starts one", unreadable);
    }
  }
}
