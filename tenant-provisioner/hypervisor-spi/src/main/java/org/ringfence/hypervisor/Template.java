package org.ringfence.hypervisor;

import java.net.URI;
import java.nio.file.Path;

/**
 * The image that VMs are cloned from.
 *
 * @param location where the driver finds it: a directory on its host ({@code file:}), an image of a
 *     cluster, a machine image of a cloud. Only the driver reads it; nobody assumes a shared file
 *     system. Absolute.
 */
public record Template(TemplateDigest digest, URI location) {
  public Template {
    if (!location.isAbsolute()) {
      throw new IllegalArgumentException("a template location is an absolute URI");
    }
  }

  /** A template directory, which is named for its digest. */
  public static Template inDirectory(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    if (name == null) {
      throw new IllegalArgumentException("a template directory is named for its digest");
    }
    // Path.toUri ends in a slash only while the directory exists; equal templates have equal URIs.
    String uri = absolute.toUri().toString();
    String location = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return new Template(TemplateDigest.of(name.toString()), URI.create(location));
  }
}
