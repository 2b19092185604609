package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.config.calls.Asterisk;

/**
 * Every golden PBX in the guest image's own Asterisk: it starts without a warning, and has what
 * {@code verify} says. Needs root and {@code RINGFENCE_TEMPLATE}, the directory of a guest
 * template.
 */
class LoadsInAsteriskIT {
  private static final Path RUN_NATIVE = Path.of("../vm-templates/run-native").toAbsolutePath();
  private static final String NETNS = "rfgen-" + ProcessHandle.current().pid();

  @BeforeAll
  static void network() {
    run("ip", "netns", "add", NETNS);
    run("ip", "-n", NETNS, "link", "set", "lo", "up");
    // Packets to providers vanish here, as they would without an answer.
    run("ip", "-n", NETNS, "addr", "add", "10.213.14.10/32", "dev", "lo");
    run("ip", "-n", NETNS, "route", "add", "default", "dev", "lo", "src", "10.213.14.10");
  }

  @AfterAll
  static void removeNetwork() {
    run("ip", "netns", "delete", NETNS);
  }

  static Stream<String> cases() {
    return Pbxs.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void asteriskTakesTheBundleWithoutAWarning(String name, @TempDir Path directory)
      throws IOException, InterruptedException {
    ConfigBundle bundle = new ConfigGenerator().render(Pbxs.named(name));
    Path configuration = Files.createDirectories(directory.resolve("etc"));
    for (ConfigFile file : bundle.files()) {
      if (file.name().startsWith("asterisk/")) {
        Files.writeString(
            configuration.resolve(file.name().substring("asterisk/".length())), file.text());
      }
    }
    Path state = directory.resolve("data");
    Process asterisk =
        new ProcessBuilder(
                RUN_NATIVE.toString(),
                Path.of(System.getenv("RINGFENCE_TEMPLATE"), "root.erofs").toString(),
                configuration.toString(),
                state.toString(),
                NETNS)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("stdout").toFile())
            .start();
    try {
      awaitBooted(asterisk, state, directory);

      assertThat(complaints(state)).isEmpty();
      assertThat(unmet(bundle, state)).isEmpty();
    } finally {
      asterisk.destroy();
      if (!asterisk.waitFor(20, TimeUnit.SECONDS)) {
        asterisk.destroyForcibly().waitFor();
      }
    }
  }

  private static void awaitBooted(Process asterisk, Path state, Path directory)
      throws IOException, InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    // The command waits in Asterisk; before its socket is there it ends at once.
    while (!cli(state, "core waitfullybooted").contains("fully booted")) {
      if (asterisk.waitFor(200, TimeUnit.MILLISECONDS) || System.nanoTime() > limit) {
        throw new AssertionError(
            "Asterisk does not start: " + Files.readString(directory.resolve("stdout")));
      }
    }
  }

  private static List<String> complaints(Path state) throws IOException {
    return Asterisk.complaints(state.resolve("asterisk/log/messages"));
  }

  /** The expectations of {@code verify} that this Asterisk does not meet. */
  private static List<String> unmet(ConfigBundle bundle, Path state) {
    Map<String, Set<String>> found =
        Map.of(
            "endpoint",
            words(cli(state, "pjsip show endpoints"), "^ *Endpoint:  *([^ /]+).*"),
            "registration",
            words(cli(state, "pjsip show registrations"), "^ *([^ /]+)/.*"),
            "context",
            words(cli(state, "dialplan show"), "^\\[ Context '([^']*)' created by.*"),
            "module",
            words(cli(state, "module show"), "^([a-z0-9_]+\\.so) .* Running .*"));
    List<String> unmet = new ArrayList<>();
    for (String line : bundle.file("verify").orElseThrow().text().split("\n", -1)) {
      String[] expectation = line.split(" ", 2);
      if (expectation.length == 2
          && !found.getOrDefault(expectation[0], Set.of()).contains(expectation[1])) {
        unmet.add(line);
      }
    }
    return unmet;
  }

  private static Set<String> words(String output, String pattern) {
    return output
        .lines()
        .filter(line -> line.matches(pattern))
        .map(line -> line.replaceAll(pattern, "$1"))
        .collect(Collectors.toSet());
  }

  private static String cli(Path state, String command) {
    return output(RUN_NATIVE.toString(), "--cli", state.toString(), command);
  }

  private static void run(String... command) {
    String output = output(command);
    assertThat(output).as(Arrays.toString(command)).isEmpty();
  }

  private static String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
