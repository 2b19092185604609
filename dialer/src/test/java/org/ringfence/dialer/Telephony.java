package org.ringfence.dialer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringfence.config.ConfigFile;
import org.ringfence.config.ConfigGenerator;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.pbx.Ad;
import org.ringfence.domain.pbx.AgentPrompt;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.Slug;

/**
 * A tenant's PBX as the generator makes it, a provider and phones: three real Asterisks from the
 * guest image, each in a network namespace on a bridge of its own. Needs root and {@code
 * RINGFENCE_TEMPLATE}.
 */
final class Telephony {
  static final String TRUNK = "trunk-11111111";
  static final String WRONG_PASSWORD = "trunk-22222222";
  static final String NOBODY_THERE = "trunk-33333333";

  private static final SoundId AD_SOUND = new SoundId(new UUID(0x50, 1));
  private static final SoundId WHISPER_SOUND = new SoundId(new UUID(0x50, 2));

  /** What the two are in A-law: eight and sixteen samples from one rise to the next. */
  static final Wave AD_WAVE = new Wave(8, 1500);

  static final Wave WHISPER_WAVE = new Wave(16, 1000);

  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Path RUN_NATIVE = CHECKOUT.resolve("vm-templates/run-native");
  private static final Path PEERS = CHECKOUT.resolve("system-tests/peers/peers");

  private final Path home;
  private final int portBase;
  private final String network;
  private final Secret amiSecret = Secret.random();
  private @Nullable Process asterisk;

  Telephony(Path home) throws IOException, InterruptedException {
    this.home = home;
    int base = 27000;
    while (Files.exists(Path.of("/sys/class/net/rf" + base))) {
      base += 100;
    }
    this.portBase = base;
    this.network = "10.213." + (base / 100 % 256) + ".";
    run("ip", "link", "add", bridge(), "type", "bridge");
    run("ip", "addr", "add", network + "1/24", "dev", bridge());
    run("ip", "link", "set", bridge(), "up");
    run(PEERS.toString(), "up");
    phone("101", "stay");
    phone("102", "answer");
    String password = run(PEERS.toString(), "account", "acme").strip();
    connect();
    startPbx(password);
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              String status = run(PEERS.toString(), "status");
              return status.contains("account acme")
                  && status.lines().filter(line -> line.endsWith(" Registered")).count() == 2;
            });
  }

  Ipv4 pbx() {
    return new Ipv4(network + "10");
  }

  Secret amiSecret() {
    return amiSecret;
  }

  void behave(String phone, String how) throws IOException, InterruptedException {
    run(PEERS.toString(), "behave", phone + "@" + pbx(), how);
  }

  /** Numbers and attempts of all INVITEs that the provider got. */
  List<String> invites() throws IOException {
    Path records = home.resolve("peers/provider/data/asterisk/spool/calls.csv");
    if (!Files.exists(records)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(records)) {
      return lines
          .map(line -> line.split(",", -1))
          .filter(fields -> fields[1].equals("INVITE"))
          .map(fields -> fields[3] + " " + fields[5])
          .toList();
    }
  }

  /** What the PBX wrote down of calls, as the centre gets it. */
  List<String> callEvents() throws IOException {
    return Files.readAllLines(home.resolve("pbx/data/asterisk/log/cel-custom/calls"));
  }

  /** Whatever the PBX complained about while it took its configuration and calls. */
  List<String> complaints() throws IOException {
    try (Stream<String> lines = Files.lines(home.resolve("pbx/data/asterisk/log/messages"))) {
      return lines.filter(line -> line.contains("WARNING[") || line.contains("ERROR[")).toList();
    }
  }

  void stop() throws IOException, InterruptedException {
    if (asterisk != null) {
      asterisk.destroy();
      if (!asterisk.waitFor(20, TimeUnit.SECONDS)) {
        asterisk.destroyForcibly().waitFor();
      }
    }
    run(PEERS.toString(), "down");
    run("ip", "netns", "delete", namespace());
    run("ip", "link", "delete", bridge());
  }

  private String bridge() {
    return "rf" + portBase;
  }

  private String namespace() {
    return bridge() + "-pbx";
  }

  private void phone(String number, String behaviour) throws IOException, InterruptedException {
    run(PEERS.toString(), "phone", number, pbx().value(), "phone-" + number, behaviour);
  }

  private void connect() throws IOException, InterruptedException {
    String link = "v" + portBase + "-10";
    String namespace = namespace();
    run("ip", "netns", "add", namespace);
    run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    run("ip", "link", "set", link, "master", bridge(), "up");
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    run("ip", "-n", namespace, "addr", "add", pbx() + "/24", "dev", "eth0");
    run("ip", "-n", namespace, "link", "set", "eth0", "up");
    run("ip", "-n", namespace, "route", "add", "default", "via", network + "1");
  }

  private void startPbx(String password) throws IOException {
    Path configuration = Files.createDirectories(home.resolve("pbx/etc"));
    for (ConfigFile file : new ConfigGenerator().render(tenant(password)).files()) {
      if (file.name().startsWith("asterisk/")) {
        Files.writeString(
            configuration.resolve(file.name().substring("asterisk/".length())), file.text());
      }
    }
    Path sounds = Files.createDirectories(home.resolve("pbx/data/sounds"));
    for (Wave wave : List.of(AD_WAVE, WHISPER_WAVE)) {
      Files.write(sounds.resolve(wave.digest() + ".wav"), wave.file());
    }
    asterisk =
        new ProcessBuilder(
                RUN_NATIVE.toString(),
                image(),
                configuration.toString(),
                home.resolve("pbx/data").toString(),
                namespace())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("pbx/stdout").toFile())
            .start();
  }

  private TenantPbx tenant(String password) {
    Optional<E164> callerId = Optional.of(new E164("+442079460001"));
    List<Extension> extensions = new ArrayList<>();
    for (String number : List.of("101", "102", "109")) {
      extensions.add(
          new Extension(
              ExtensionId.random(),
              new ExtensionNumber(number),
              new DisplayName("Person " + number),
              DigestCredentials.of(number, "acme", new Secret("phone-" + number))));
    }
    return new TenantPbx(
            new Slug("acme"),
            new Country("GB"),
            List.of(
                trunk("1", account(password), "2", callerId, 1),
                trunk("2", account("wrong"), "2", callerId, 2),
                trunk(
                    "3",
                    new TrunkAccess.IpAddress(
                        List.of(SourceRange.parse(network + "77")), Optional.empty()),
                    "77",
                    callerId,
                    3)),
            extensions,
            new Ipv4(network + "1"),
            amiSecret)
        .withHandling(
            new CallHandling(
                List.of(ad(), prompt(false), prompt(true)),
                Map.of(
                    AD_SOUND, AD_WAVE.digest(),
                    WHISPER_SOUND, WHISPER_WAVE.digest()),
                Optional.empty()));
  }

  /** Is heard by visitors for a second and a half. */
  static Ad ad() {
    return (Ad)
        Handling.read(
            HandlingKind.AD,
            new HandlingId(new UUID(0xadL << 32, 1)),
            Map.of("name", "Spring sale", "sound", AD_SOUND.toString()));
  }

  /** Is heard by agents for a second; who has to accept has three more. */
  static AgentPrompt prompt(boolean accept) {
    return (AgentPrompt)
        Handling.read(
            HandlingKind.AGENT_PROMPT,
            new HandlingId(new UUID((accept ? 0xa1L : 0xa0L) << 32, 2)),
            Map.of(
                "name",
                accept ? "Press 1" : "A callback",
                "whisper",
                WHISPER_SOUND.toString(),
                "accept",
                Boolean.toString(accept),
                "acceptSeconds",
                "3"));
  }

  /** What the provider got from the PBX on the leg to a visitor. */
  byte[] heardByVisitor(AttemptId attempt) throws IOException {
    return recording("provider", attempt + "-");
  }

  /** What a phone got from the PBX in its newest call. */
  byte[] heardByPhone(String number) throws IOException {
    return recording("phones", number + "-");
  }

  private byte[] recording(String peer, String beginning) throws IOException {
    try (Stream<Path> files =
        Files.list(home.resolve("peers/" + peer + "/data/asterisk/spool/recording"))) {
      Path newest =
          files
              .filter(file -> file.getFileName().toString().startsWith(beginning))
              .max(Comparator.comparing(file -> file.toFile().lastModified()))
              .orElseThrow();
      return Files.readAllBytes(newest);
    }
  }

  private static TrunkAccess.Registration account(String password) {
    return new TrunkAccess.Registration("acme", new Secret(password));
  }

  private Trunk trunk(
      String digit, TrunkAccess access, String octet, Optional<E164> callerId, int position) {
    return new Trunk(
        new TrunkId(UUID.fromString(digit.repeat(8) + "-0000-4000-8000-000000000001")),
        new DisplayName("Provider " + digit),
        access,
        new SipHost(network + octet),
        Optional.empty(),
        Transport.UDP,
        NumberFormat.PLUS_E164,
        callerId,
        Optional.empty(),
        true,
        position);
  }

  private static String image() {
    return Path.of(System.getenv("RINGFENCE_TEMPLATE"), "root.erofs").toString();
  }

  private String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("RINGFENCE_NETWORK");
    builder.environment().put("RINGFENCE_HOME", home.toString());
    builder.environment().put("RINGFENCE_PORT_BASE", Integer.toString(portBase));
    builder.environment().put("PEERS_IMAGE", image());
    // Not a pipe: what the peers start inherits it and would keep it open.
    Path output = Files.createTempFile(home, "output", "");
    Process process = builder.redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    int result = process.waitFor();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    // 3 is what `peers status` says while somebody does not run.
    if (result != 0 && result != 3) {
      throw new AssertionError(String.join(" ", command) + ": " + result + " " + said);
    }
    return said;
  }
}
