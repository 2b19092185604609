package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs short programs of the system, never through a shell. */
final class Command {
  private static final int MOST_OUTPUT_BYTES = 64 * 1024;

  private Command() {}

  /** What a program said on both of its outputs, trimmed. */
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  /**
   * Runs a program to its end.
   *
   * @param input what it reads
   * @throws IOException when it cannot be started or is not done in time; it is killed then
   */
  static Result run(List<String> command, String input, Duration limit) throws IOException {
    Process process = clean(new ProcessBuilder(command)).redirectErrorStream(true).start();
    try {
      try (OutputStream out = process.getOutputStream()) {
        out.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading; its exit code says more.
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(command.get(0) + " is not done after " + limit.toSeconds() + " s");
      }
      try (InputStream in = process.getInputStream()) {
        String output = new String(in.readNBytes(MOST_OUTPUT_BYTES), StandardCharsets.UTF_8);
        return new Result(process.exitValue(), output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command.get(0) + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Passes nothing of our environment on, as it holds our secrets, except where programs are. */
  static ProcessBuilder clean(ProcessBuilder builder) {
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "");
    environment.clear();
    environment.put("PATH", path + ":/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin");
    environment.put("LC_ALL", "C");
    return builder;
  }
}
