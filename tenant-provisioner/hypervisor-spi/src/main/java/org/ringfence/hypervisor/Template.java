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
    // Built by hand: Path.toUri asks the file system whether to append a slash.
    return new Template(TemplateDigest.of(name.toString()), fileUri(absolute));
  }

  private static URI fileUri(Path absolute) {
    try {
      return new URI("file", "", absolute.toString(), null);
    } catch (java.net.URISyntaxException e) {
      throw new IllegalArgumentException("no URI can name " + absolute, e);
    }
  }
}
