package org.ringfence.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ringfence.domain.pbx.TenantPbx;

/** Writes the bundle of every test case as a tar file, for loading them in a real Asterisk. */
final class WriteBundles {
  private WriteBundles() {}

  public static void main(String... arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    for (Map.Entry<String, TenantPbx> pbx : Pbxs.all().entrySet()) {
      Files.write(
          directory.resolve(pbx.getKey() + ".tar"),
          new ConfigGenerator().render(pbx.getValue()).tar());
    }
  }
}
