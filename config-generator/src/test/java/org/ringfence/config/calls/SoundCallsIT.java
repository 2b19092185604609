package org.ringfence.config.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Year;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SoundDigest;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.Slug;

/**
 * Calls in which something is heard: menus, announcements, and what queues play. Every sound is a
 * tone of its own; the caller speaks RTP and presses real keys.
 */
class SoundCallsIT {
  private static final SipPeer.Caller CALLER = SipPeer.Caller.phone("101", "phone-101");

  /** The greeting of the menu, what a wrong key brings, and where its keys lead to. */
  private static final Tone GREETING = new Tone(700, 1000);

  private static final Tone WRONG = new Tone(1100, 1000);
  private static final Tone ONE = new Tone(1500, 1500);
  private static final Tone TWO = new Tone(1900, 1500);
  private static final Tone LAST = new Tone(2300, 1500);

  private static final List<Tone> TONES = List.of(GREETING, WRONG, ONE, TWO, LAST);

  @TempDir static Path home;
  private static CallLab lab;
  private SipPeer caller;
  private Ear ear;

  @BeforeAll
  static void startLab() throws IOException, InterruptedException {
    lab = new CallLab(home);
  }

  @AfterAll
  static void stopLab() throws IOException {
    lab.close();
  }

  @BeforeEach
  void openCaller() throws IOException {
    caller = lab.peer(4, 5060);
    ear = new Ear(lab.address(4));
  }

  @AfterEach
  void closeCaller() {
    ear.close();
    caller.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 1500", "2, 1900", "*, 1500", "'#', 1900"})
  void aKeyLeadsToItsDestination(String key, int hertz) throws Exception {
    try (Asterisk pbx = start(menu(Map.of()))) {
      call("501");
      ear.awaitTone(GREETING.hertz());
      ear.press(key);

      ear.awaitTone(hertz);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aKeyCutsTheGreetingShort() throws Exception {
    Tone endless = new Tone(700, 60_000);
    try (Asterisk pbx = start(Map.of(1, endless), menu(Map.of()))) {
      call("501");
      ear.awaitTone(endless.hertz());
      ear.press("1");

      ear.awaitTone(ONE.hertz());
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aWrongKeyBringsItsPromptTheGreetingAgainAndAtLastTheCallGoesOn() throws Exception {
    try (Asterisk pbx =
        start(
            menu(
                Map.of(
                    "wrongPrompt", sound(2).toString(),
                    "attempts", "2",
                    "wrong", announcement(5).destination().toString())))) {
      call("501");
      ear.awaitTone(GREETING.hertz());
      ear.press("7");
      ear.awaitTone(WRONG.hertz());
      // Only now: the greeting still sounds for a moment after the key.
      ear.forget();
      ear.awaitTone(GREETING.hertz());
      ear.forget();
      ear.press("8");
      ear.awaitTone(WRONG.hertz());
      ear.forget();

      ear.awaitTone(LAST.hertz());
      assertThat(ear.hears(GREETING.hertz())).isFalse();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void whoPressesNothingHearsTheGreetingAgainAndIsThenLedOn() throws Exception {
    try (Asterisk pbx =
        start(
            menu(
                Map.of(
                    "timeoutSeconds", "1",
                    "attempts", "2",
                    "silent", announcement(5).destination().toString())))) {
      call("501");
      ear.awaitTone(GREETING.hertz());
      ear.forget();
      ear.awaitTone(GREETING.hertz());

      ear.awaitTone(LAST.hertz());
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void whoMayDialExtensionsReachesAPerson() throws Exception {
    // The phone comes last, so that it registers once: whoever registers anew is gone for a moment.
    try (Asterisk pbx = start(menu(Map.of("dialsExtensions", "true")));
        Asterisk phone = lab.provider(12, phone())) {
      phone.awaitCli("pjsip show registrations", "Registered");
      call("501");
      ear.awaitTone(GREETING.hertz());
      ear.press("102");

      ear.awaitTone(600);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void whoMayNotDialExtensionsReachesOnlyTheKeys() throws Exception {
    try (Asterisk pbx = start(menu(Map.of()))) {
      call("501");
      ear.awaitTone(GREETING.hertz());
      ear.press("102");

      // The first key alone counts.
      ear.awaitTone(ONE.hertz());
      assertThat(pbx.cli("dialplan show 102@menu-c0000001")).contains("There is no existence");
    }
  }

  @Test
  void anAnnouncementIsHeardAndTheCallEnds() throws Exception {
    try (Asterisk pbx = start()) {
      call("503");
      ear.awaitTone(ONE.hertz());

      caller.awaits("BYE");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aQueueGreetsRepeatsItselfAndPlaysItsOwnMusic() throws Exception {
    Tone repeated = new Tone(2600, 1500);
    try (Asterisk pbx =
        start(
            Map.of(5, new Tone(2300, 60_000), 6, repeated),
            handling(
                HandlingKind.QUEUE,
                2,
                Map.of(
                    "name", "Support",
                    "number", "701",
                    "members", extension(102).id().toString(),
                    "welcome", sound(1).toString(),
                    "repeated", sound(6).toString(),
                    "repeatSeconds", "15",
                    "music", handling(HandlingKind.MUSIC, 3, music()).destination().toString())),
            handling(HandlingKind.MUSIC, 3, music()))) {
      call("701");
      ear.awaitTone(GREETING.hertz());
      ear.awaitTone(LAST.hertz());
      ear.awaitTone(repeated.hertz());

      ear.forget();
      ear.awaitTone(LAST.hertz());
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  private static Map<String, String> music() {
    return Map.of("name", "Jazz", "number", "702", "pieces", sound(5).toString());
  }

  @Test
  void aCallThatIsLedToMusicHearsIt() throws Exception {
    try (Asterisk pbx =
        start(
            handling(
                HandlingKind.MUSIC,
                3,
                Map.of(
                    "name", "Jazz",
                    "number", "702",
                    "pieces", sound(1) + "\n" + sound(5),
                    "everywhere", "true")))) {
      call("702");
      ear.awaitTone(GREETING.hertz());
      ear.awaitTone(LAST.hertz());

      assertThat(pbx.cli("moh show classes")).contains("Class: default", "Class: music-c0000003");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void onAPublicHolidayCallsGoTheClosedWay() throws Exception {
    try (Asterisk pbx =
        start(
            handling(
                HandlingKind.HOURS,
                4,
                Map.of(
                    "name", "Office",
                    "number", "703",
                    "openings", "mon-sun 00:00-24:00",
                    "holidays", "DE-BE",
                    "open", announcement(3).destination().toString(),
                    "closed", announcement(4).destination().toString())))) {
      assertThat(pbx.cli("dialplan show 20261225@holidays-de-be")).contains("NoOp");
      call("703");
      ear.awaitTone(ONE.hertz());
      caller.awaits("BYE");
      ear.close();
      ear = new Ear(lab.address(4));

      // No calendar makes today one: the PBX is told so, tomorrow too, in case midnight passes.
      LocalDate today = LocalDate.now(Clock.systemUTC());
      for (LocalDate day : List.of(today, today.plusDays(1))) {
        pbx.cli(
            "dialplan add extension "
                + day.format(DateTimeFormatter.BASIC_ISO_DATE)
                + ",1,NoOp into holidays-de-be");
      }
      call("703");
      ear.awaitTone(TWO.hertz());
      assertThat(ear.hears(ONE.hertz())).isFalse();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aPagedPhoneAnswersByItselfAndIsHeardWhereItTalksBack() throws Exception {
    try (Asterisk pbx =
            start(
                handling(
                    HandlingKind.PAGING,
                    5,
                    Map.of(
                        "name", "Workshop",
                        "number", "704",
                        "members", extension(102).id().toString(),
                        "talkBack", "true")));
        Asterisk phone = lab.provider(12, phone())) {
      phone.awaitCli("pjsip show registrations", "Registered");
      call("704");

      ear.awaitTone(600);
      assertThat(phone.written("asterisk/spool/call-info")).contains(";answer-after=0");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void whoeverIsRecordedIsToldSoFirstAndWhatWasSaidIsInTheRecording() throws Exception {
    try (Asterisk pbx =
            start(
                List.of(provider()),
                Map.of(),
                handling(
                    HandlingKind.RECORDING,
                    6,
                    Map.of(
                        "name", "Everything",
                        "direction", "inbound",
                        "announced", "true",
                        "announcement", sound(1).toString())));
        Asterisk phone = lab.provider(12, phone())) {
      phone.awaitCli("pjsip show registrations", "Registered");
      SipPeer.Caller outside = SipPeer.Caller.outside("+4930123456");
      SipMessage answer =
          caller.hold(lab.address(10), outside, "sip:+4930999999@" + lab.address(10));
      assertThat(answer.status()).isEqualTo(200);
      ear.speakTo(answer);
      ear.awaitTone(GREETING.hertz());
      assertThat(ear.hears(600)).isFalse();
      ear.awaitTone(600);
      Sound recording = recording(pbx);

      assertThat(recording.secondsOf(600)).isPositive();
      assertThat(recording.secondsOf(GREETING.hertz())).isZero();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  /** What it recorded of the only call, as soon as the phone's tone is in it. */
  private static Sound recording(Asterisk pbx) throws IOException, InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < limit) {
      try (Stream<Path> files = Files.list(pbx.data().resolve("asterisk/spool/monitor"))) {
        Sound sound = Sound.read(files.findFirst().orElseThrow());
        if (sound.secondsOf(600) > 0) {
          return sound;
        }
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new AssertionError("the phone's tone is never in the recording");
  }

  /** The trunk through which the caller comes in, to 102. */
  private static Trunk provider() {
    return new Trunk(
        new TrunkId(new UUID(2L << 32, 1)),
        new DisplayName("Provider"),
        new TrunkAccess.IpAddress(List.of(SourceRange.parse(lab.address(4))), Optional.empty()),
        new SipHost(lab.address(4)),
        Optional.empty(),
        Transport.UDP,
        NumberFormat.PLUS_E164,
        Optional.empty(),
        Optional.of(new ExtensionNumber("102")),
        true,
        1);
  }

  private void call(String number) throws IOException, InterruptedException {
    SipMessage answer =
        caller.hold(lab.address(10), CALLER, "sip:" + number + "@" + lab.address(10));
    assertThat(answer.status()).isEqualTo(200);
    ear.speakTo(answer);
  }

  /** The PBX with the announcements that menus lead to, and these objects. */
  private static Asterisk start(Handling... handlings) throws IOException, InterruptedException {
    return start(Map.of(), handlings);
  }

  private static Asterisk start(Map<Integer, Tone> instead, Handling... handlings)
      throws IOException, InterruptedException {
    return start(List.of(), instead, handlings);
  }

  private static Asterisk start(
      List<Trunk> trunks, Map<Integer, Tone> instead, Handling... handlings)
      throws IOException, InterruptedException {
    Map<Integer, Tone> tones = new HashMap<>();
    for (int i = 0; i < TONES.size(); i++) {
      tones.put(i + 1, TONES.get(i));
    }
    tones.putAll(instead);
    Map<SoundId, SoundDigest> files =
        tones.entrySet().stream()
            .collect(
                Collectors.toMap(each -> sound(each.getKey()), each -> each.getValue().digest()));
    List<Handling> all =
        Stream.concat(
                Stream.of(announcement(3), announcement(4), announcement(5)), Stream.of(handlings))
            .toList();
    Asterisk pbx =
        lab.pbx(
            new TenantPbx(
                    new Slug("acme"),
                    new Country("DE"),
                    trunks,
                    Stream.of(101, 102).map(SoundCallsIT::extension).toList(),
                    new Ipv4("10.214.0.1"),
                    Secret.random())
                .withHandling(new CallHandling(all, files, Optional.of(Year.of(2026)))));
    Path sounds = Files.createDirectories(pbx.data().resolve("sounds"));
    for (Tone tone : tones.values()) {
      Files.write(sounds.resolve(tone.digest() + ".wav"), tone.file());
    }
    return pbx;
  }

  private static SoundId sound(int number) {
    return new SoundId(new UUID(0x50, number));
  }

  private static Handling menu(Map<String, String> changed) {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "Welcome");
    fields.put("number", "501");
    fields.put("greeting", sound(1).toString());
    fields.put("timeoutSeconds", "20");
    fields.put(
        "choices",
        Stream.of("1 3", "2 4", "* 3", "# 4")
            .map(line -> line.substring(0, 2) + announcement(line.charAt(2) - '0').destination())
            .collect(Collectors.joining("\n")));
    fields.putAll(changed);
    return handling(HandlingKind.MENU, 1, fields);
  }

  /** Plays the tone of this number, then ends the call. */
  private static Handling announcement(int tone) {
    return handling(
        HandlingKind.ANNOUNCEMENT,
        100 + tone,
        Map.of(
            "name",
            "Tone " + tone,
            "number",
            "50" + tone,
            "sound",
            sound(tone).toString(),
            "then",
            "end:refuse"));
  }

  private static Handling handling(HandlingKind kind, int number, Map<String, String> fields) {
    return Handling.read(
        kind, new HandlingId(new UUID((0xc0000000L + number) << 32, number)), fields);
  }

  private static Extension extension(int number) {
    String text = Integer.toString(number);
    return new Extension(
        new ExtensionId(new UUID(1, number)),
        new ExtensionNumber(text),
        new DisplayName("Person " + text),
        DigestCredentials.of(text, "acme", new Secret("phone-" + text)));
  }

  /** A phone that registers as 102 and answers. */
  private static Map<String, String> phone() {
    return Map.of(
        "pjsip.conf",
        """
        [transport]
        type = transport
        protocol = udp
        bind = 0.0.0.0
        [pbx]
        type = endpoint
        context = phones
        allow = !all,alaw
        [pbx]
        type = identify
        endpoint = pbx
        match = PBX
        [102]
        type = auth
        auth_type = digest
        username = 102
        password = phone-102
        [102]
        type = registration
        transport = transport
        outbound_auth = 102
        server_uri = sip:PBX
        client_uri = sip:102@PBX
        contact_user = 102
        expiration = 60
        max_random_initial_delay = 0
        retry_interval = 1
        forbidden_retry_interval = 1
        fatal_retry_interval = 1
        max_retries = 100000
        auth_rejection_permanent = no
        """
            .replace("PBX", lab.address(10)),
        "extensions.conf",
        """
        [phones]
        exten => 102,1,Set(FILE(${ASTSPOOLDIR}/call-info,,,al,u)=${PJSIP_HEADER(read,Call-Info)})
        same => n,Answer()
        same => n,PlayTones(600)
        same => n,Wait(600)
        """);
  }
}
