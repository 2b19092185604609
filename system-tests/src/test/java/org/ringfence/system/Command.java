package org.ringfence.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a script of the checkout as a person would, against the instance under test. */
final class Command {

  private Command() {}

  /** What it printed; fails with that when the command does. */
  static String run(Instance instance, Path script, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(script.toString());
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("RINGFENCE_HOME", instance.home().toString());
    // Names the database of other suites when every suite runs in one build.
    builder.environment().keySet().removeIf(key -> key.startsWith("RINGFENCE_DB_"));
    return run(builder, "");
  }

  /** What the instance's database answers; for what nobody but a VM brings there. */
  static String sql(Instance instance, String statements) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "mariadb",
                "--no-defaults",
                "--host=127.0.0.1",
                "--port=" + instance.databasePort(),
                "--user=ringfence",
                "--skip-column-names",
                "--batch",
                "ringfence")
            .redirectErrorStream(true);
    builder.environment().put("MYSQL_PWD", instance.secret("RINGFENCE_DB_PASSWORD"));
    return run(builder, statements);
  }

  private static String run(ProcessBuilder builder, String input)
      throws IOException, InterruptedException {
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output;
    try (InputStream printed = process.getInputStream()) {
      output = new String(printed.readAllBytes(), StandardCharsets.UTF_8);
    }
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new AssertionError(builder.command() + " ended with " + exitCode + ":\n" + output);
    }
    return output;
  }
}
