package org.ringfence.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The SIP provider and the phones: real Asterisks, started and told what to do by {@code peers}.
 */
final class Peers {

  /** What a phone sends, in hertz. */
  static final int AGENT_TONE = 600;

  /** What a called person at the provider sends, in hertz. */
  static final int VISITOR_TONE = 1000;

  /**
   * A line of the provider's records; {@code attempt} is what the INVITE's X-Ringfence-Attempt
   * said.
   */
  record ProviderEvent(Instant at, String event, String account, String number, String attempt) {}

  private final Instance instance;

  Peers(Instance instance) {
    this.instance = instance;
  }

  void up() throws IOException, InterruptedException {
    peers("up");
  }

  /** Makes an account that registers, and returns its password. */
  String account(String name) throws IOException, InterruptedException {
    return peers("account", name).strip();
  }

  void phone(String number, String pbx, String password) throws IOException, InterruptedException {
    peers("phone", number, pbx, password);
  }

  /** Lets a phone of the PBX call a number. */
  void dial(String number, String pbx, String target) throws IOException, InterruptedException {
    peers("dial", number + "@" + pbx, target);
  }

  /** What the phone does when it rings next. */
  void behave(String number, String pbx, String behaviour)
      throws IOException, InterruptedException {
    peers("behave", number + "@" + pbx, behaviour);
  }

  /** All calls of the phones end. */
  void hangUp() throws IOException, InterruptedException {
    peers("hangup");
  }

  /** What happened at the phones to calls that showed this number, since a moment. */
  List<String> phoneEvents(Instant since, String shown) throws IOException {
    Path records = spool("phones").resolve("calls.csv");
    if (!Files.exists(records)) {
      return List.of();
    }
    return Files.readAllLines(records).stream()
        .map(line -> line.split(",", -1))
        .filter(field -> Long.parseLong(field[0]) >= since.getEpochSecond())
        .filter(field -> field[4].equals(shown))
        .map(field -> field[1])
        .toList();
  }

  /** What the peers say of themselves: each registered phone and account on a line. */
  List<String> status() throws IOException, InterruptedException {
    return peers("status").lines().map(String::strip).toList();
  }

  /** Removes an account, or all phones of a PBX. */
  void remove(String nameOrPbx) throws IOException, InterruptedException {
    peers("remove", nameOrPbx);
  }

  /** Everything the provider saw, oldest first. */
  List<ProviderEvent> providerEvents() throws IOException {
    Path records = spool("provider").resolve("calls.csv");
    if (!Files.exists(records)) {
      return List.of();
    }
    return Files.readAllLines(records).stream()
        .map(line -> line.split(",", -1))
        .map(
            field ->
                new ProviderEvent(
                    Instant.ofEpochSecond(Long.parseLong(field[0])),
                    field[1],
                    field[2],
                    field[3],
                    field[5]))
        .toList();
  }

  /** What the provider's called person heard in this attempt. */
  Recording heardByVisitor(String attempt) throws IOException {
    return newest("provider", attempt + "-");
  }

  /** What the phone with this number heard in its latest call. */
  Recording heardByPhone(String number) throws IOException {
    return newest("phones", number + "-");
  }

  private Recording newest(String role, String beginning) throws IOException {
    try (Stream<Path> recordings = Files.list(spool(role).resolve("recording"))) {
      Path file =
          recordings
              .filter(path -> path.getFileName().toString().startsWith(beginning))
              .max((a, b) -> Long.compare(modified(a), modified(b)))
              .orElseThrow(() -> new AssertionError(role + " recorded no call " + beginning));
      return Recording.read(file);
    }
  }

  private static long modified(Path path) {
    return path.toFile().lastModified();
  }

  private Path spool(String role) {
    return instance.home().resolve("peers").resolve(role).resolve("data/asterisk/spool");
  }

  private String peers(String... arguments) throws IOException, InterruptedException {
    return Command.run(
        instance, Instance.checkout().resolve("system-tests/peers/peers"), arguments);
  }
}
