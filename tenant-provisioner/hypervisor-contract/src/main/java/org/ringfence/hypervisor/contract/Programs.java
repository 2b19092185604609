package org.ringfence.hypervisor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What tests with a real engine run to set it up: the project's scripts and other programs. */
public final class Programs {
  private Programs() {}

  /** The directory that holds the project, somewhere above that of the module. */
  public static Path checkout() {
    Path start = Path.of("").toAbsolutePath();
    for (Path place = start; place != null; place = place.getParent()) {
      if (Files.exists(place.resolve("mvnw"))) {
        return place;
      }
    }
    throw new IllegalStateException("no mvnw above " + start);
  }

  /** Runs one of the project's scripts to its end and returns what it said. */
  public static String script(String name, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(checkout().resolve("scripts/" + name).toString());
    builder.command().addAll(List.of(arguments));
    return run(builder);
  }

  /** Runs a program to its end and returns what it said. */
  public static String run(String... command) {
    return run(new ProcessBuilder(command));
  }

  /** Runs a program to its end and returns what it said; it has to succeed. */
  public static String run(ProcessBuilder builder) {
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
}
