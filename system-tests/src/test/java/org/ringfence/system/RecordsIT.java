package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls are on record once, with what was recorded of them, whatever was dead while they ran. At
 * home in the demo's tenant. {@code ringfence.records.calls} is how many there are.
 */
class RecordsIT {
  private static final int CALLS = Integer.getInteger("ringfence.records.calls", 12);
  private static final int AT_ONCE = 6;

  private static final String TENANT = "/tenants/acme";
  private static final String RULES = TENANT + "/call-handling/recording";

  /** For what an emulated machine on a loaded host does. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Both talk for eight seconds, of which the beginning may be lost in setting up the call. */
  private static final Duration TALK = Duration.ofSeconds(5);

  private static final Pattern CALL =
      Pattern.compile("\\{\"id\":\"([^\"]+)\"[^{}]*?\"outcome\":\"([A-Z_]+)\"[^{}]*\\}");

  private final Instance instance = Instance.running();
  private final Http http = new Http(instance);
  private final Peers peers = new Peers(instance);
  private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private String rule = "";
  private String pbx = "";

  /** A call in the database. */
  private record Stored(String id, String outcome, String text) {
    boolean isTo(String number) {
      return text.contains("\"called\":\"" + number + "\"");
    }
  }

  @BeforeEach
  void recordEverything() throws Exception {
    pbx = Http.text(http.api("GET", TENANT, "").body(), "sip").replaceAll(":.*", "");
    String made =
        http.api(
                "POST",
                RULES,
                "{\"name\":\"Everything %d\",\"direction\":\"any\"}"
                    .formatted(began.toEpochMilli()))
            .body();
    rule = RULES + "/" + Http.text(made, "id");
    await("the rule to record calls is live")
        .atMost(PATIENCE)
        .until(() -> newestRevision().contains("\"state\":\"APPLIED\""));
  }

  @AfterEach
  void leaveAsFound() throws Exception {
    Command.run(instance, Instance.checkout().resolve("ringfence"), "up");
    http.api("DELETE", rule, "");
  }

  private String newestRevision() throws Exception {
    String all = http.api("GET", TENANT + "/revisions", "").body();
    return all.substring(0, all.indexOf('}') + 1);
  }

  @Test
  void every_call_is_on_record_once_whatever_died_meanwhile() throws Exception {
    List<String> numbers =
        IntStream.range(0, CALLS).mapToObj(i -> "+442079460%03d".formatted(100 + i)).toList();
    List<String> withoutCentre = numbers.subList(0, CALLS / 2);
    List<String> cutOff = numbers.subList(CALLS / 2, CALLS / 2 + Math.min(4, CALLS / 4));
    List<String> afterwards = numbers.subList(CALLS / 2 + cutOff.size(), CALLS);

    kill("portal");
    kill("mariadb");
    callAll(withoutCentre);
    // What ended is on the disk by the time the first of these is over.
    cutOff.forEach(this::call);
    await("the first of the calls that are to be cut off is over")
        .atMost(PATIENCE)
        .until(() -> cutOff.stream().anyMatch(number -> happened("ENDED", number)));
    killProcess(instance.home().resolve("vms/rf-acme/qemu.pid"));
    Command.run(instance, Instance.checkout().resolve("ringfence"), "up");
    awaitPbx();
    callAll(afterwards);

    await("all calls are on record, with their recordings")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              List<Stored> stored = stored();
              for (String number : numbers) {
                assertThat(stored.stream().filter(call -> call.isTo(number)).toList())
                    .as("calls to %s on record", number)
                    .hasSize(1)
                    .noneMatch(call -> call.outcome().equals("RUNNING"));
              }
              assertThat(stored.stream().filter(call -> !cutOff.stream().anyMatch(call::isTo)))
                  .allMatch(call -> call.text().contains("\"recording\":"));
            });
    List<Stored> stored = stored();
    assertThat(stored).hasSize(CALLS);
    for (String number : withoutCentre) {
      assertRecorded(stored, number);
    }
    for (String number : afterwards) {
      assertRecorded(stored, number);
    }
    System.out.printf(
        "%d calls, %d on record, %d with their recording%n",
        CALLS,
        stored.size(),
        stored.stream().filter(call -> call.text().contains("\"recording\":")).count());
  }

  /** A phone takes itself for registered for minutes after its PBX has died: the PBX is asked. */
  private void awaitPbx() {
    await("the PBX is back")
        .atMost(PATIENCE)
        .until(
            () ->
                SipOptions.ask(new InetSocketAddress(pbx, 5060), Duration.ofSeconds(2))
                    .isPresent());
    await("its trunk and its phones, too")
        .atMost(PATIENCE)
        .until(
            () ->
                http.api("GET", TENANT + "/trunks", "").body().contains("\"REGISTERED\"")
                    && peers.status().containsAll(List.of(registered("101"), registered("102"))));
  }

  /**
   * Calls these numbers from a phone, a few at a time, and waits until all of the calls are over.
   */
  private void callAll(List<String> numbers) {
    List<String> running = new ArrayList<>();
    for (String number : numbers) {
      await("room for a call to " + number)
          .atMost(PATIENCE)
          .until(
              () -> {
                running.removeIf(called -> happened("ENDED", called));
                return running.size() < AT_ONCE;
              });
      call(number);
      running.add(number);
    }
    await("all calls are over")
        .atMost(PATIENCE)
        .until(() -> running.stream().allMatch(number -> happened("ENDED", number)));
    assertThat(numbers).as("answered calls").allMatch(number -> happened("ANSWERED", number));
  }

  private void call(String number) {
    try {
      peers.dial("102", pbx, number);
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
    await("the call to " + number + " arrives at the provider")
        .atMost(PATIENCE)
        .until(() -> happened("INVITE", number));
  }

  /** What earlier runs left at the provider does not count. */
  private boolean happened(String event, String number) {
    try {
      return peers.providerEvents().stream()
          .filter(seen -> !seen.at().isBefore(began))
          .anyMatch(seen -> seen.event().equals(event) && seen.number().equals(number));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private String registered(String number) {
    return "phone_" + number + "_" + pbx.replace('.', '_') + " Registered";
  }

  private List<Stored> stored() throws Exception {
    String all = http.api("GET", TENANT + "/call-records?limit=1000&from=" + began, "").body();
    List<Stored> stored = new ArrayList<>();
    Matcher each = CALL.matcher(all);
    while (each.find()) {
      stored.add(new Stored(each.group(1), each.group(2), each.group()));
    }
    return stored;
  }

  private void assertRecorded(List<Stored> stored, String number) throws Exception {
    Stored call = stored.stream().filter(one -> one.isTo(number)).findFirst().orElseThrow();
    assertThat(call.outcome()).as("outcome of the call to %s", number).isEqualTo("ANSWERED");
    String recording = TENANT + "/call-records/" + call.id() + "/recording";
    // The name is on record with the call; the sound is carried after it, many at a time.
    await("the recording of the call to " + number)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(http.bytes(recording)).isNotEmpty());
    byte[] sound = http.bytes(recording);
    assertThat(new String(sound, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    Recording heard = Recording.wav(sound);
    assertThat(heard.loud()).as("sound recorded of the call to %s", number).isGreaterThan(TALK);
  }

  /** Kills a part of the instance, as a power failure would. */
  private void kill(String part) throws IOException {
    killProcess(instance.home().resolve("run").resolve(part + ".pid"));
  }

  private static void killProcess(Path file) throws IOException {
    long pid = Long.parseLong(Files.readString(file).strip().replaceFirst("\\s.*", ""));
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    try {
      process.onExit().get(1, TimeUnit.MINUTES);
    } catch (Exception stays) {
      throw new AssertionError("process " + pid + " of " + file + " did not end", stays);
    }
  }
}
