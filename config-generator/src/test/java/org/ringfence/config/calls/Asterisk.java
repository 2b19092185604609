package org.ringfence.config.calls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One real Asterisk of the guest image, in a network namespace of its own. */
public final class Asterisk implements AutoCloseable {
  private static final Path RUN_NATIVE = Path.of("../vm-templates/run-native").toAbsolutePath();

  private final String namespace;
  private final String address;
  private final Path home;
  private final Process process;

  /** Starts one with the files in {@code home/etc} and waits until it is ready. */
  Asterisk(String namespace, String address, Path home) throws IOException, InterruptedException {
    this.namespace = namespace;
    this.address = address;
    this.home = home;
    this.process =
        new ProcessBuilder(
                RUN_NATIVE.toString(),
                Path.of(System.getenv("RINGFENCE_TEMPLATE"), "root.erofs").toString(),
                home.resolve("etc").toString(),
                home.resolve("data").toString(),
                namespace)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("stdout").toFile())
            .start();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    // The command waits in Asterisk; before its socket is there it ends at once.
    while (!cli("core waitfullybooted").contains("fully booted")) {
      if (process.waitFor(200, TimeUnit.MILLISECONDS) || System.nanoTime() > limit) {
        throw new AssertionError(
            "Asterisk does not start: " + Files.readString(home.resolve("stdout")));
      }
    }
  }

  String address() {
    return address;
  }

  /** What Asterisk answers to a command. */
  String cli(String command) throws IOException, InterruptedException {
    return CallLab.output(RUN_NATIVE.toString(), "--cli", home.resolve("data").toString(), command);
  }

  /** Asks until the answer holds this text. */
  void awaitCli(String command, String text) throws IOException, InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String answer = cli(command);
    while (!answer.contains(text)) {
      if (process.waitFor(250, TimeUnit.MILLISECONDS) || System.nanoTime() > limit) {
        throw new AssertionError(command + " never says " + text + " but " + answer);
      }
      answer = cli(command);
    }
  }

  List<String> complaints() throws IOException {
    return complaints(home.resolve("data/asterisk/log/messages"));
  }

  /**
   * Whatever it complained about, but for one thing that is no fault of its files: on a slow host
   * it has something to do while it still loads, and its SIP library says so.
   */
  public static List<String> complaints(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("WARNING[") || line.contains("ERROR["))
          .filter(line -> !line.contains("registered during operation. Enable PJSIP_SAFE_MODULE"))
          .toList();
    }
  }

  /** What the guest's doctor reports of a trunk; the program is that of the source tree. */
  String examine(String order) throws IOException, InterruptedException {
    String pid = Files.readString(home.resolve("data/asterisk.pid")).strip();
    Files.writeString(home.resolve("data/order"), order);
    ProcessBuilder doctor =
        new ProcessBuilder(
            "nsenter",
            "--target",
            pid,
            "--mount",
            "--net",
            "--root",
            "/bin/sh",
            "-c",
            "mkdir -p /run/ringfence && cp /data/asterisk.pid /run/ringfence/"
                + " && sh -s /data/order /data/report");
    Process examination =
        doctor
            .redirectInput(Path.of("../vm-templates/guest/doctor").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(examination.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (examination.waitFor() != 0) {
      throw new AssertionError("the doctor says " + said);
    }
    return Files.readString(home.resolve("data/report"));
  }

  /** A file it wrote, by its path below /data; empty text while there is none. */
  String written(String path) throws IOException {
    Path file = home.resolve("data").resolve(path);
    return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
  }

  Path data() {
    return home.resolve("data");
  }

  @Override
  public void close() throws IOException {
    try {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      CallLab.run("ip", "netns", "delete", namespace);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }
}
