package org.ringfence.config.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.VoicemailPin;
import org.ringfence.domain.tenant.Slug;

/**
 * Calls to people: their phones, their mailboxes, where they are forwarded to. The phones are an
 * Asterisk of their own, whose calls carry sound: a caller's tone has to arrive in the recording.
 */
class PeopleCallsIT {
  private static final String RANG = "asterisk/spool/rang";
  private static final double TONE = 440;
  private static final SipPeer.Caller CALLER = SipPeer.Caller.phone("104", "phone-104");

  @TempDir static Path home;
  private static CallLab lab;
  private static Asterisk phones;
  private SipPeer caller;

  @BeforeAll
  static void startLab() throws IOException, InterruptedException {
    lab = new CallLab(home);
    phones = lab.provider(12, phones());
  }

  @AfterAll
  static void stopLab() throws IOException {
    phones.close();
    lab.close();
  }

  @BeforeEach
  void openCaller() throws IOException, InterruptedException {
    caller = lab.peer(4, 5060);
    for (String number : List.of("101", "102", "103")) {
      behave(number, "busy");
    }
    Files.deleteIfExists(phones.data().resolve(RANG));
  }

  @AfterEach
  void closeCaller() throws IOException, InterruptedException {
    phones.cli("channel request hangup all");
    caller.close();
  }

  @Test
  void aMessageIsLeftWhereNobodyAnswersAndHeardAgainByItsOwner() throws Exception {
    behave("102", "silent");
    try (Asterisk pbx = start(person(102, Map.of("voicemail", "true", "ringSeconds", "5")))) {
      say("101", "102");
      Path message = message(pbx, "102");

      assertThat(Sound.read(message).secondsOf(TONE)).isGreaterThan(2);
      assertThat(meta(message)).contains("callerid=\"Person 101\" <101>").contains("msg_id=");
      // The owner hears the very tone: PIN, then 1 for the first message.
      dialTouching("102", "*97", "ww4711#wwwwwwww1");
      assertThat(heard("102").secondsOf(TONE)).isGreaterThan(2);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aBusyPersonsMailboxAnswersAndTheirPhoneLearnsOfTheMessage() throws Exception {
    try (Asterisk pbx = start(person(105, Map.of("voicemail", "true")));
        SipPeer lamp = lab.peer(6, 5060).answering(486)) {
      lamp.register(pbx.address(), SipPeer.Caller.phone("105", "phone-105"));
      say("101", "105");
      message(pbx, "105");

      SipMessage notify = lamp.awaits("NOTIFY");
      while (!notify.body().contains("Messages-Waiting: yes")) {
        notify = lamp.awaits("NOTIFY");
      }
      assertThat(notify.header("Event")).isEqualTo("message-summary");
      assertThat(notify.body()).contains("Voice-Message: 1/0");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aPersonWhosePhoneIsOffIsRepresentedByTheMailbox() throws Exception {
    try (Asterisk pbx = start(person(104, Map.of("voicemail", "true")))) {
      say("101", "104");

      assertThat(Sound.read(message(pbx, "104")).secondsOf(TONE)).isGreaterThan(2);

      // As the guest's agent deletes what was deleted in the portal.
      String id = meta(message(pbx, "104")).replaceAll("(?s).*msg_id=([0-9a-f-]+).*", "$1");
      pbx.cli("voicemail remove 104 default INBOX " + id);
      assertThat(messages(pbx, "104")).isEmpty();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aDestinationLeadsStraightToTheMailboxAndThePhonesStaySilent() throws Exception {
    behave("102", "answer");
    Handling group = group("voicemail:" + id(102));
    try (Asterisk pbx = start(List.of(group), person(102, Map.of("voicemail", "true")))) {
      say("101", "601");

      assertThat(Sound.read(message(pbx, "102")).secondsOf(TONE)).isGreaterThan(2);
      assertThat(rang()).containsOnly("103");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void whoeverDoesNotKnowThePinHearsNoMessage() throws Exception {
    behave("102", "silent");
    try (Asterisk pbx = start(person(102, Map.of("voicemail", "true", "ringSeconds", "5")))) {
      say("101", "102");
      message(pbx, "102");

      dialTouching("103", "*98", "ww102#ww0815#wwww1");
      assertThat(heard("103").secondsOf(TONE)).isZero();
    }
  }

  @Test
  void anAnsweredCallLeavesNoMessage() throws Exception {
    behave("102", "answer");
    try (Asterisk pbx = start(person(102, Map.of("voicemail", "true")))) {
      assertThat(dial("102").status()).isEqualTo(200);

      assertThat(rang()).containsExactly("102");
      assertThat(messages(pbx, "102")).isEmpty();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void everyCallGoesWhereItIsForwardedToWithoutRinging() throws Exception {
    behave("103", "answer");
    try (Asterisk pbx = start(person(102, Map.of("always", "103")))) {
      assertThat(dial("102").status()).isEqualTo(200);

      assertThat(rang()).containsExactly("103");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aBusyPersonsCallIsForwardedThereAndAnUnansweredOneElsewhere() throws Exception {
    behave("103", "answer");
    try (Asterisk pbx =
        start(person(102, Map.of("busy", "103", "noAnswer", "101", "ringSeconds", "5")))) {
      assertThat(dial("102").status()).isEqualTo(200);
      assertThat(rang()).containsExactly("102", "103");

      behave("102", "silent");
      behave("101", "answer");
      assertThat(dial("102").status()).isEqualTo(200);
      assertThat(rang()).containsExactly("102", "103", "102", "101");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void theCallOfAPersonWhosePhoneIsOffIsForwarded() throws Exception {
    behave("103", "answer");
    try (Asterisk pbx = start(person(105, Map.of("offline", "103")))) {
      assertThat(dial("105").status()).isEqualTo(200);

      assertThat(rang()).containsExactly("103");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void peopleWhoForwardToEachOtherDoNotKeepACallGoingInCircles() throws Exception {
    try (Asterisk pbx =
        start(person(102, Map.of("always", "103")), person(103, Map.of("always", "102")))) {
      assertThat(dial("102").status()).isGreaterThanOrEqualTo(400);

      assertThat(rang()).isEmpty();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void whoeverIsNotToBeDisturbedIsBusyUntilTheirPhoneSaysOtherwise() throws Exception {
    behave("102", "answer");
    try (Asterisk pbx = start(person(102, Map.of("doNotDisturb", "true")))) {
      assertThat(dial("102").status()).isEqualTo(486);
      assertThat(rang()).isEmpty();

      dialTouching("102", "*79", "");
      assertThat(dial("102").status()).isEqualTo(200);
      dialTouching("102", "*78", "");
      assertThat(dial("102").status()).isEqualTo(486);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aPhoneForwardsByItsCodesAndThatSurvivesARestart() throws Exception {
    behave("102", "answer");
    behave("103", "answer");
    try (Asterisk pbx = start(person(102, Map.of("ringSeconds", "20")))) {
      dialTouching("102", "*72103", "");
      assertThat(dial("102").status()).isEqualTo(200);
      assertThat(rang()).containsExactly("103");
      // A number that leads nowhere is refused, and what was in force stays.
      dialTouching("102", "*7277", "");
      assertThat(pbx.cli("database get person 102/always")).contains("103");

      dialTouching("102", "*73", "");
      assertThat(dial("102").status()).isEqualTo(200);
      assertThat(rang()).containsExactly("103", "102");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void whatAPhoneSaidSurvivesARestartUntilThePortalSavesLater() throws Exception {
    behave("102", "answer");
    behave("103", "answer");
    Asterisk before = start(person(102, Map.of("voicemail", "true")));
    try (before) {
      dialTouching("102", "*72103", "");
      assertThat(before.cli("database get person 102/always")).contains("103");
    }

    Asterisk same = restart(before, person(102, Map.of("ringSeconds", "9")));
    try (same) {
      assertThat(dial("102").status()).isEqualTo(200);
      assertThat(rang()).containsExactly("103");
    }

    try (Asterisk other = restart(same, person(102, Map.of("busy", "103"), 6))) {
      assertThat(dial("102").status()).isEqualTo(200);
      assertThat(rang()).containsExactly("103", "102");
      assertThat(other.complaints()).isEmpty();
    }
  }

  @Test
  void furtherNumbersOfAPersonRingWithThePhone() throws Exception {
    behave("102", "silent");
    behave("103", "answer");
    try (Asterisk pbx = start(person(102, Map.of("followMe", "103")))) {
      assertThat(dial("102").status()).isEqualTo(200);

      assertThat(rang()).containsExactlyInAnyOrder("102", "103");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aBusyFollowerDoesNotTakeTheCallToItsOwnMailbox() throws Exception {
    behave("102", "silent");
    try (Asterisk pbx =
        start(
            person(102, Map.of("followMe", "103", "ringSeconds", "6", "voicemail", "true")),
            person(103, Map.of("voicemail", "true")))) {
      say("101", "102");

      message(pbx, "102");
      assertThat(messages(pbx, "103")).isEmpty();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aLampShowsThatAPhoneRingsAndThatItIsFreeAgain() throws Exception {
    behave("102", "silent");
    try (Asterisk pbx = start(person(102, Map.of("ringSeconds", "5")));
        SipPeer lamp = lab.peer(6, 5060)) {
      SipPeer.Caller watcher = SipPeer.Caller.phone("105", "phone-105");
      lamp.register(pbx.address(), watcher);
      SipMessage subscribed =
          lamp.inform(
              pbx.address(),
              watcher,
              "SUBSCRIBE",
              "sip:102@" + pbx.address(),
              "sip:102@" + pbx.address(),
              "Event: dialog\r\nAccept: application/dialog-info+xml\r\nExpires: 300\r\n",
              "");
      assertThat(subscribed.status()).isBetween(200, 202);
      assertThat(state(lamp)).isEqualTo("terminated");

      assertThat(dial("102").status()).isEqualTo(480);
      assertThat(state(lamp)).isEqualTo("early");
      assertThat(state(lamp)).isEqualTo("terminated");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  /** What the next notice of a lamp says (RFC 4235). */
  private static String state(SipPeer lamp) throws InterruptedException {
    return lamp.awaits("NOTIFY").body().replaceAll("(?s).*<state>(.*?)</state>.*", "$1").strip();
  }

  @Test
  void aPhoneTransfersTheOtherPartyByRefer() throws Exception {
    behave("102", "answer");
    behave("103", "answer");
    try (Asterisk pbx = start()) {
      SipMessage answered = caller.hold(pbx.address(), CALLER, "sip:102@" + pbx.address());
      assertThat(answered.status()).isEqualTo(200);
      // Asterisk answers the caller a moment before the two are together.
      pbx.awaitCli("bridge show all", " 2 basic");

      assertThat(caller.refer(pbx.address(), CALLER, answered, "103").status()).isEqualTo(202);
      SipMessage progress = caller.awaits("NOTIFY");
      while (!progress.body().contains("200")) {
        progress = caller.awaits("NOTIFY");
      }
      pbx.awaitCli("core show channels concise", "PJSIP/103");
      assertThat(rang()).containsExactly("102", "103");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void anybodyInsideTakesARingingCallByItsNumber() throws Exception {
    behave("102", "silent");
    try (Asterisk pbx = start();
        SipPeer colleague = lab.peer(6, 5060)) {
      CompletableFuture<SipMessage> call = dialling("102");
      pbx.awaitCli("core show channels concise", "!Ringing!");

      String uri = "sip:**102@" + pbx.address();
      SipPeer.Caller other = SipPeer.Caller.phone("105", "phone-105");
      assertThat(colleague.hold(pbx.address(), other, uri).status()).isEqualTo(200);
      assertThat(call.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void onlyWhoeverIsInTheGroupTakesACallByStarEight() throws Exception {
    behave("102", "silent");
    try (Asterisk pbx =
            start(
                person(102, Map.of("pickupGroup", "sales")),
                person(105, Map.of("pickupGroup", "sales")));
        SipPeer colleague = lab.peer(6, 5060)) {
      CompletableFuture<SipMessage> call = dialling("102");
      pbx.awaitCli("core show channels concise", "!Ringing!");

      String uri = "sip:*8@" + pbx.address();
      SipPeer.Caller stranger = SipPeer.Caller.phone("103", "phone-103");
      assertThat(colleague.hold(pbx.address(), stranger, uri).status()).isGreaterThanOrEqualTo(400);
      SipPeer.Caller member = SipPeer.Caller.phone("105", "phone-105");
      assertThat(colleague.hold(pbx.address(), member, uri).status()).isEqualTo(200);
      assertThat(call.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
  }

  @Test
  void aCallIsParkedByKeysAndFetchedByTheDigitOfItsLot() throws Exception {
    behave("102", "answer");
    try (Asterisk pbx = start()) {
      phones.cli("dialplan set global KEYS ww*3");
      phones.cli("channel originate PJSIP/102@out-101 extension touch@calls");
      pbx.awaitCli("parking show default", "PJSIP/102");

      assertThat(dial("1").status()).isEqualTo(200);
      pbx.awaitCli("core show channels count", "0 active channels");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aPhoneParksACallByTransferringItToTheLots() throws Exception {
    behave("102", "answer");
    try (Asterisk pbx = start();
        SipPeer colleague = lab.peer(6, 5060)) {
      SipMessage answered = caller.hold(pbx.address(), CALLER, "sip:102@" + pbx.address());
      assertThat(answered.status()).isEqualTo(200);
      pbx.awaitCli("bridge show all", " 2 basic");

      assertThat(caller.refer(pbx.address(), CALLER, answered, "*68").status()).isEqualTo(202);
      pbx.awaitCli("parking show default", "PJSIP/102");
      SipPeer.Caller other = SipPeer.Caller.phone("105", "phone-105");
      assertThat(colleague.hold(pbx.address(), other, "sip:1@" + pbx.address()).status())
          .isEqualTo(200);
      pbx.awaitCli("bridge show all", " 2 basic");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void allPhonesOfAnExtensionRing() throws Exception {
    try (Asterisk pbx = start(person(105, Map.of("devices", "2")));
        SipPeer desk = lab.peer(6, 5060).answering(486);
        SipPeer mobile = lab.peer(7, 5060)) {
      SipPeer.Caller owner = SipPeer.Caller.phone("105", "phone-105");
      assertThat(desk.register(pbx.address(), owner).status()).isEqualTo(200);
      assertThat(mobile.register(pbx.address(), owner).status()).isEqualTo(200);

      assertThat(dial("105").status()).isEqualTo(200);
      assertThat(desk.awaits("INVITE").method()).isEqualTo("INVITE");
      assertThat(mobile.awaits("INVITE").method()).isEqualTo("INVITE");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void withoutCallWaitingASecondCallerHearsBusy() throws Exception {
    behave("102", "answer");
    try (Asterisk pbx = start(person(102, Map.of("callWaiting", "false")));
        SipPeer first = lab.peer(6, 5060)) {
      SipPeer.Caller other = SipPeer.Caller.phone("105", "phone-105");
      String uri = "sip:102@" + pbx.address();
      assertThat(first.hold(pbx.address(), other, uri).status()).isEqualTo(200);

      assertThat(dial("102").status()).isEqualTo(486);
      assertThat(rang()).containsExactly("102");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  private CompletableFuture<SipMessage> dialling(String number) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return dial(number);
          } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
          }
        });
  }

  private SipMessage dial(String number) throws IOException, InterruptedException {
    String uri = "sip:" + number + "@" + lab.address(10);
    return caller.call(lab.address(10), CALLER, uri, uri);
  }

  /** Calls as a phone, and says a tone for some seconds once somebody answers. */
  private static void say(String phone, String number) throws IOException, InterruptedException {
    originate(phone, number, "say");
  }

  /** Calls as a phone, presses keys once somebody answers, and records what is heard. */
  private static void dialTouching(String phone, String number, String keys)
      throws IOException, InterruptedException {
    phones.cli("dialplan set global KEYS " + (keys.isEmpty() ? "w" : keys));
    phones.cli("dialplan set global ME " + phone);
    originate(phone, number, "touch");
  }

  /** Returns when the call has ended. */
  private static void originate(String phone, String number, String what)
      throws IOException, InterruptedException {
    String before = phones.cli("core show calls");
    int calls = processed(before);
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    phones.cli(
        "channel originate PJSIP/" + number + "@out-" + phone + " extension " + what + "@calls");
    while (processed(phones.cli("core show calls")) <= calls) {
      // Until somebody answers, or its phone rings here.
      assertThat(System.nanoTime()).as("the time to call " + number).isLessThan(limit);
    }
    phones.awaitCli("core show channels count", "0 active channels");
  }

  private static int processed(String calls) {
    return calls
        .lines()
        .filter(line -> line.contains("processed"))
        .mapToInt(line -> Integer.parseInt(line.strip().split(" ", 2)[0]))
        .findFirst()
        .orElseThrow();
  }

  private static Sound heard(String phone) throws IOException {
    return Sound.read(phones.data().resolve("asterisk/spool/monitor/heard-" + phone + ".wav"));
  }

  private static void behave(String number, String how) throws IOException, InterruptedException {
    phones.cli("dialplan set global HOW" + number + " " + how);
  }

  private static List<String> rang() throws IOException {
    return phones.written(RANG).lines().toList();
  }

  /** The sound of the only message. */
  private static Path message(Asterisk pbx, String mailbox)
      throws IOException, InterruptedException {
    pbx.awaitCli("voicemail show mailbox " + mailbox + " default", "-0000000");
    List<Path> texts = messages(pbx, mailbox);
    assertThat(texts).hasSize(1);
    return Path.of(texts.get(0).toString().replace(".txt", ".wav"));
  }

  private static String meta(Path sound) throws IOException {
    return Files.readString(Path.of(sound.toString().replace(".wav", ".txt")));
  }

  private static List<Path> messages(Asterisk pbx, String mailbox) throws IOException {
    Path inbox = pbx.data().resolve("asterisk/spool/voicemail/default/" + mailbox + "/INBOX");
    if (!Files.exists(inbox)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(inbox)) {
      return files.filter(file -> file.toString().endsWith(".txt")).toList();
    }
  }

  private static Asterisk start(Extension... special) throws IOException, InterruptedException {
    return start(List.of(), special);
  }

  private static Asterisk start(List<Handling> handlings, Extension... special)
      throws IOException, InterruptedException {
    return ready(lab.pbx(pbx(handlings, special)));
  }

  private static Asterisk restart(Asterisk before, Extension special)
      throws IOException, InterruptedException {
    return ready(lab.pbxAfter(before, pbx(List.of(), special)));
  }

  private static Asterisk ready(Asterisk pbx) throws IOException, InterruptedException {
    try {
      for (String number : List.of("101", "102", "103")) {
        // At once, instead of when what the PBX before knew runs out.
        phones.cli("pjsip send register " + number);
      }
      for (String number : List.of("101", "102", "103")) {
        pbx.awaitCli("pjsip show contacts", "Contact:  " + number + "/");
      }
      return pbx;
    } catch (AssertionError deaf) {
      pbx.close();
      throw deaf;
    }
  }

  /** With 101 to 103, who have phones, 104, who only calls, and 105, who only listens. */
  private static TenantPbx pbx(List<Handling> handlings, Extension... special) {
    Map<Integer, Extension> people = new TreeMap<>();
    Stream.of(101, 102, 103, 104, 105).forEach(number -> people.put(number, plain(number)));
    Stream.of(special).forEach(each -> people.put(Integer.valueOf(each.number().value()), each));
    return new TenantPbx(
            new Slug("acme"),
            new Country("DE"),
            List.of(),
            List.copyOf(people.values()),
            new Ipv4("10.214.0.1"),
            Secret.random())
        .withHandling(new CallHandling(handlings));
  }

  private static Extension plain(int number) {
    String text = Integer.toString(number);
    return new Extension(
        id(number),
        new ExtensionNumber(text),
        new DisplayName("Person " + text),
        DigestCredentials.of(text, "acme", new Secret("phone-" + text)));
  }

  private static Extension person(int number, Map<String, String> settings) {
    return person(number, settings, 5);
  }

  private static Extension person(int number, Map<String, String> settings, long version) {
    return plain(number)
        .with(ExtensionSettings.of(settings, Optional.of(new VoicemailPin("4711")), version));
  }

  private static ExtensionId id(int number) {
    return new ExtensionId(new UUID(1, number));
  }

  private static Handling group(String otherwise) {
    return Handling.read(
        HandlingKind.RING_GROUP,
        new HandlingId(new UUID(0xc0000001L << 32, 1)),
        Map.of(
            "name",
            "Group",
            "number",
            "601",
            "members",
            id(103).toString(),
            "otherwise",
            otherwise));
  }

  private static Map<String, String> phones() throws IOException {
    StringBuilder pjsip = new StringBuilder();
    pjsip.append(
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
        """
            .replace("PBX", lab.address(10)));
    for (String number : List.of("101", "102", "103")) {
      pjsip.append(
          """
          [NUMBER]
          type = auth
          auth_type = digest
          username = NUMBER
          password = phone-NUMBER
          [NUMBER]
          type = registration
          transport = transport
          outbound_auth = NUMBER
          server_uri = sip:PBX
          client_uri = sip:NUMBER@PBX
          contact_user = NUMBER
          expiration = 3600
          max_random_initial_delay = 0
          retry_interval = 1
          forbidden_retry_interval = 1
          fatal_retry_interval = 1
          max_retries = 100000
          auth_rejection_permanent = no
          [out-NUMBER]
          type = endpoint
          context = phones
          allow = !all,alaw
          outbound_auth = NUMBER
          from_user = NUMBER
          aors = out-NUMBER
          [out-NUMBER]
          type = aor
          contact = sip:PBX
          """
              .replace("NUMBER", number)
              .replace("PBX", lab.address(10)));
    }
    return Map.of(
        "pjsip.conf",
        pjsip.toString(),
        "modules.conf",
        Files.readString(CallLab.COMMON.resolve("modules.conf"))
            + "load = format_wav.so\nload = format_sln.so\nload = app_senddtmf.so\n",
        "extensions.conf",
        """
        [globals]
        HOW101 = busy
        HOW102 = busy
        HOW103 = busy
        [phones]
        exten => _10X,1,Set(FILE(${ASTSPOOLDIR}/rang,,,al,u)=${EXTEN})
        same => n,Goto(${GLOBAL(HOW${EXTEN})},1)
        exten => busy,1,Hangup(17)
        exten => silent,1,Ringing()
        same => n,Wait(600)
        exten => answer,1,Answer()
        same => n,Wait(600)
        [calls]
        exten => say,1,Wait(1)
        same => n,SendDTMF(#)
        same => n,PlayTones(440)
        same => n,Wait(6)
        same => n,Hangup()
        exten => touch,1,SendDTMF(${GLOBAL(KEYS)},250)
        same => n,GotoIf($["${GLOBAL(KEYS)}" = "w"]?done)
        same => n,Record(${ASTSPOOLDIR}/monitor/heard-${GLOBAL(ME)}.wav,0,20,qk)
        same => n(done),Hangup()
        """);
  }
}
