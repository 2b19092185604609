package org.ringfence.hypervisor.incus;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The driver's settings, checked.
 *
 * @param servers the addresses of one server, or of members of one cluster; at least one
 * @param target a member, or @ and a group; empty when the engine chooses
 */
record IncusSettings(
    List<URI> servers,
    Path certificate,
    Path key,
    Path serverCertificate,
    String pool,
    String network,
    String profile,
    Optional<String> target) {
  private static final String ANY = "any";

  /** What goes into a path of the API as it is. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

  IncusSettings {
    servers = List.copyOf(servers);
  }

  static String checkName(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no name of letters, digits, dots, hyphens and underscores");
    }
    return text;
  }

  static Optional<String> checkTarget(String text) {
    if (text.equals(ANY)) {
      return Optional.empty();
    }
    checkName(text.startsWith("@") ? text.substring(1) : text);
    return Optional.of(text);
  }
}
