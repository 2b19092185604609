package org.ringfence.hypervisor.incus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;

/**
 * The engine's copies of our templates, one image each. An image is known by the digest of its
 * bytes, which the template's manifest names, and found by an alias with the template's digest; so
 * a cluster that has it needs no template directory any more.
 */
final class Images {
  static final String FILE = "container.tar.gz";
  private static final String ALIAS = "ringfence-";
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  private final Api api;

  /** One of a process at a time looks and sends: the others then find the image. */
  private static final Object TURN = new Object();

  Images(Api api) {
    this.api = api;
  }

  static String alias(Template template) {
    return ALIAS + template.digest().value();
  }

  /**
   * The fingerprint of the template's image, which is brought to the engine when it is not there.
   */
  String require(VmName vm, Template template) {
    try {
      synchronized (TURN) {
        Optional<String> known =
            api.find("/1.0/images/aliases/" + alias(template))
                .flatMap(found -> Json.textAt(found, "target"));
        Optional<String> wanted = wanted(vm, template, known.isPresent());
        if (known.isPresent() && wanted.filter(other -> !other.equals(known.get())).isEmpty()) {
          return known.get();
        }
        String fingerprint = wanted.orElseThrow();
        if (api.find("/1.0/images/" + fingerprint).isEmpty()) {
          send(vm, template, fingerprint);
        }
        point(template, fingerprint, known.isPresent());
        return fingerprint;
      }
    } catch (EngineException e) {
      throw Failures.of(vm, "import the template " + template.digest(), e);
    }
  }

  private void send(VmName vm, Template template, String fingerprint) {
    BodyPublisher bytes;
    try {
      bytes = BodyPublishers.ofFile(directory(template).resolve(FILE));
    } catch (FileNotFoundException e) {
      throw missing(vm, template, "it has no " + FILE).withCause(e);
    }
    try {
      // Each product reads the headers with its own name; the engine checks the fingerprint.
      api.upload(
          "/1.0/images",
          bytes,
          Map.of(
              "Content-Type", "application/octet-stream",
              "X-LXD-fingerprint", fingerprint,
              "X-Incus-fingerprint", fingerprint,
              "X-LXD-filename", FILE,
              "X-Incus-filename", FILE),
          LIMIT);
    } catch (EngineException e) {
      if (!e.isConflict()) {
        throw e;
      }
    }
  }

  private void point(Template template, String fingerprint, boolean anew) {
    String path = "/1.0/images/aliases/" + alias(template);
    Map<String, Object> target =
        Map.of("target", fingerprint, "description", "Guest template of Ringfence");
    if (anew) {
      api.change("PUT", path, target, LIMIT);
      return;
    }
    try {
      api.change(
          "POST",
          "/1.0/images/aliases",
          Map.of("name", alias(template), "target", fingerprint),
          LIMIT);
    } catch (EngineException e) {
      if (!e.isConflict()) {
        throw e;
      }
    }
  }

  /** What the template's manifest names; empty when the template is not here and need not be. */
  private static Optional<String> wanted(VmName vm, Template template, boolean optional) {
    try {
      Map<String, Object> manifest =
          Json.object(Files.readString(directory(template).resolve("manifest.json")));
      Optional<String> digest =
          Json.textAt(Json.objectAt(Json.objectAt(manifest, "files"), FILE), "sha256")
              .filter(text -> FINGERPRINT.matcher(text).matches());
      if (digest.isEmpty() && !optional) {
        throw missing(vm, template, "its manifest names no " + FILE);
      }
      return digest;
    } catch (IOException | IllegalArgumentException e) {
      if (optional) {
        return Optional.empty();
      }
      throw missing(vm, template, "it is neither an image there nor at " + template.location())
          .withCause(e);
    }
  }

  private static Path directory(Template template) {
    return Path.of(template.location());
  }

  private static HypervisorException missing(VmName vm, Template template, String problem) {
    return HypervisorException.of(
            Category.EXTERNAL, vm, "find the template " + template.digest(), problem)
        .withRemedy("Build it with vm-templates/build.");
  }
}
