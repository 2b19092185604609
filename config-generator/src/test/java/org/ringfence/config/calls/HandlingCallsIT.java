package org.ringfence.config.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.domain.tenant.Slug;

/** Calls through ring groups, queues, opening hours and conferences: who rings, who answers. */
class HandlingCallsIT {
  private static final SipPeer.Caller CALLER = SipPeer.Caller.phone("101", "phone-101");

  private static final String RANG = "asterisk/spool/rang";

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
  void openCaller() throws IOException {
    caller = lab.peer(4, 5060);
  }

  @AfterEach
  void closeCaller() {
    caller.close();
  }

  @Test
  void allPhonesOfAGroupRingAndOneThatAnswersGetsTheCall() throws Exception {
    behave("busy", "answer");
    try (Asterisk pbx = start(group(1, "all", "end:busy"))) {
      assertThat(dial("601").status()).isEqualTo(200);

      assertThat(rang(pbx)).contains("102", "103");
    }
  }

  @Test
  void phonesOfAGroupInOrderRingOneAfterAnother() throws Exception {
    behave("busy", "answer");
    try (Asterisk pbx = start(group(1, "in-order", "end:busy"))) {
      assertThat(dial("601").status()).isEqualTo(200);

      assertThat(rang(pbx)).containsExactly("102", "103");
    }
  }

  @Test
  void whoeverAnswersFirstInOrderIsTheOnlyOneWhoRings() throws Exception {
    behave("answer", "answer");
    try (Asterisk pbx = start(group(1, "in-order", "end:busy"))) {
      assertThat(dial("601").status()).isEqualTo(200);

      assertThat(rang(pbx)).containsExactly("102");
    }
  }

  @Test
  void inAGrowingGroupThoseWhoRangRingAgain() throws Exception {
    behave("busy", "busy");
    try (Asterisk pbx = start(group(1, "growing", "end:busy"))) {
      assertThat(dial("601").status()).isEqualTo(486);

      assertThat(rang(pbx)).containsExactlyInAnyOrder("102", "102", "103");
    }
  }

  @Test
  void inARandomGroupEverybodyRingsOnceBeforeTheCallEnds() throws Exception {
    behave("busy", "busy");
    try (Asterisk pbx = start(group(1, "random", "end:busy"))) {
      assertThat(dial("601").status()).isEqualTo(486);

      assertThat(rang(pbx)).containsExactlyInAnyOrder("102", "103");
    }
  }

  @Test
  void aCallThatNobodyOfAGroupTakesGoesOn() throws Exception {
    behave("busy", "busy");
    Handling next = group(2, "all", "end:unassigned");
    try (Asterisk pbx = start(group(1, "all", next.destination().toString()), next)) {
      assertThat(dial("601").status()).isEqualTo(404);

      assertThat(rang(pbx)).hasSize(4);
    }
  }

  @Test
  void aCallFromAProviderReachesTheGroupThatItsTrunkLeadsTo() throws Exception {
    behave("busy", "answer");
    try (Asterisk pbx = start(List.of(trunk(Map.of())), group(1, "in-order", "end:busy"));
        SipPeer provider = lab.peer(5, 5060)) {
      assertThat(fromOutside(provider, "+4930123456", "+4930123456")).isEqualTo(200);

      assertThat(rang(pbx)).containsExactly("102", "103");
    }
  }

  @Test
  void aNumberIsFoundHoweverTheProviderWritesIt() throws Exception {
    List<String> all = List.of("+493012345670", "493012345670", "00493012345670", "03012345670");
    behave("busy", "answer");
    try (Asterisk pbx = start(List.of(trunk(Map.of())), group(1, "all", "end:busy"), number());
        SipPeer provider = lab.peer(5, 5060)) {
      for (String written : all) {
        assertThat(fromOutside(provider, written, "+4930999999")).as(written).isEqualTo(200);
      }

      assertThat(rang(pbx)).hasSize(all.size()).containsOnly("103");
    }
  }

  @Test
  void aNumberThatIsNotListedGoesWhereItsTrunkSays() throws Exception {
    behave("answer", "busy");
    try (Asterisk pbx =
            start(List.of(trunk(Map.of())), group(1, "in-order", "end:busy"), number());
        SipPeer provider = lab.peer(5, 5060)) {
      assertThat(fromOutside(provider, "+493012345671", "+493012345670")).isEqualTo(200);

      assertThat(rang(pbx)).containsExactly("102");
    }
  }

  @Test
  void aNumberIsFoundInToWhereTheTrunkSaysSo() throws Exception {
    behave("busy", "answer");
    Trunk trunk = trunk(Map.of("didFrom", "TO"));
    try (Asterisk pbx = start(List.of(trunk), group(1, "all", "end:busy"), number());
        SipPeer provider = lab.peer(5, 5060)) {
      assertThat(fromOutside(provider, "4711", "+493012345670")).isEqualTo(200);

      assertThat(rang(pbx)).containsExactly("103");
    }
  }

  @Test
  void aNumberIsFoundInAHeaderWhereTheTrunkSaysSo() throws Exception {
    List<String> all =
        List.of(
            "<sip:+493012345670@example.com>",
            "\"A, \\\"B\\\" ${SHELL(id)}\" <sip:+493012345670@example.com;user=phone>",
            "493012345670");
    behave("busy", "answer");
    Trunk trunk = trunk(Map.of("didFrom", "HEADER", "didHeader", "X-Called"));
    try (Asterisk pbx = start(List.of(trunk), group(1, "all", "end:busy"), number());
        SipPeer provider = lab.peer(5, 5060)) {
      for (String value : all) {
        assertThat(fromOutside(provider, "4711", "4711", "X-Called: " + value))
            .as(value)
            .isEqualTo(200);
      }

      assertThat(rang(pbx)).hasSize(all.size()).containsOnly("103");
    }
  }

  @Test
  void aHeaderWithoutANumberLeadsNowhereElse() throws Exception {
    List<String> all = List.of("", "\")},1)&${SHELL(id)}", "<sip:@>", "none", "s");
    behave("answer", "busy");
    Trunk trunk = trunk(Map.of("didFrom", "HEADER", "didHeader", "X-Called"));
    try (Asterisk pbx = start(List.of(trunk), group(1, "in-order", "end:busy"), number());
        SipPeer provider = lab.peer(5, 5060)) {
      for (String value : all) {
        assertThat(fromOutside(provider, "4711", "4711", "X-Called: " + value))
            .as(value)
            .isEqualTo(200);
      }

      assertThat(rang(pbx)).hasSize(all.size()).containsOnly("102");
    }
  }

  @Test
  void aBlockedCallerDoesNotGetThrough() throws Exception {
    List<String> all = List.of("+4930987654", "+49900123", "+499001234567890", "anonymous");
    behave("answer", "answer");
    try (Asterisk pbx =
            start(List.of(trunk(Map.of())), group(1, "all", "end:busy"), number(), blocklist());
        SipPeer provider = lab.peer(5, 5060)) {
      for (String from : all) {
        assertThat(fromCaller(provider, from, "+493012345670")).as(from).isEqualTo(404);
      }

      assertThat(rang(pbx)).isEmpty();
    }
  }

  @Test
  void anybodyElseGetsThrough() throws Exception {
    List<String> all =
        List.of("+49309876541", "+4930987653", "+4990123", "900123", "+4915112345678");
    behave("answer", "answer");
    try (Asterisk pbx =
            start(List.of(trunk(Map.of())), group(1, "all", "end:busy"), number(), blocklist());
        SipPeer provider = lab.peer(5, 5060)) {
      for (String from : all) {
        assertThat(fromCaller(provider, from, "+493012345670")).as(from).isEqualTo(200);
      }

      assertThat(rang(pbx)).hasSize(all.size()).containsOnly("103");
    }
  }

  private static Handling blocklist() {
    return handling(
        HandlingKind.BLOCKLIST,
        8,
        Map.of(
            "name", "Pests",
            "callers", "+4930987654\n+49900*",
            "anonymous", "true",
            "blocked", "end:unassigned"));
  }

  private static int fromCaller(SipPeer provider, String from, String called)
      throws IOException, InterruptedException {
    String uri = "sip:" + called + "@" + lab.address(10);
    return provider.call(lab.address(10), SipPeer.Caller.outside(from), uri, uri).status();
  }

  @Test
  void groupsThatLeadToEachOtherDoNotKeepACallForever() throws Exception {
    behave("busy", "busy");
    Handling second = group(2, "all", "ring-group:" + id(1));
    try (Asterisk pbx = start(group(1, "all", second.destination().toString()), second)) {
      assertThat(dial("601").status()).isGreaterThanOrEqualTo(400);

      assertThat(rang(pbx)).hasSize(40);
    }
  }

  @Test
  void whileOpenCallsGoTheOpenWay() throws Exception {
    behave("answer", "busy");
    try (Asterisk pbx = start(hours("mode", "automatic", "closedDays", ""))) {
      assertThat(dial("901").status()).isEqualTo(200);

      assertThat(rang(pbx)).containsExactly("102");
    }
  }

  @Test
  void outsideTheHoursCallsGoTheClosedWay() throws Exception {
    try (Asterisk pbx = start(hours("mode", "automatic", "openings", ""))) {
      assertThat(dial("901").status()).isEqualTo(404);

      assertThat(rang(pbx)).isEmpty();
    }
  }

  @Test
  void onAHolidayCallsGoTheClosedWay() throws Exception {
    // Tomorrow too, in case midnight passes.
    LocalDate today = LocalDate.now(Clock.systemUTC());
    String days = today + "\n" + today.plusDays(1).toString().substring(5);
    try (Asterisk pbx = start(hours("mode", "automatic", "closedDays", days))) {
      assertThat(dial("901").status()).isEqualTo(404);

      assertThat(rang(pbx)).isEmpty();
    }
  }

  @Test
  void hoursSwitchedToClosedByHandAreClosed() throws Exception {
    try (Asterisk pbx = start(hours("mode", "always-closed", "closedDays", ""))) {
      assertThat(dial("901").status()).isEqualTo(404);

      assertThat(rang(pbx)).isEmpty();
    }
  }

  @Test
  void hoursSwitchedToOpenByHandAreOpenOnAHolidayToo() throws Exception {
    behave("answer", "busy");
    String today = LocalDate.now(Clock.systemUTC()).toString();
    try (Asterisk pbx = start(hours("mode", "always-open", "closedDays", today))) {
      assertThat(dial("901").status()).isEqualTo(200);

      assertThat(rang(pbx)).containsExactly("102");
    }
  }

  @Test
  void aCallerInAQueueIsPutThroughToWhoeverAnswers() throws Exception {
    behave("busy", "answer");
    try (Asterisk pbx =
        start(
            handling(
                HandlingKind.QUEUE,
                1,
                Map.of(
                    "name", "Support",
                    "number", "701",
                    "members", person(102) + "\n" + person(103))))) {
      assertThat(stay("701").status()).isEqualTo(200);

      pbx.awaitCli("core show channels concise", "PJSIP/103-");
      pbx.awaitCli("queue show", "(in call)");
      pbx.awaitCli("core show channels concise", "!Queue!");
    }
  }

  @Test
  void aQueueRingsOnlyWhoeverLoggedInAndThatSurvivesARestart() throws Exception {
    behave("answer", "answer");
    Handling queue =
        handling(
            HandlingKind.QUEUE,
            1,
            Map.of(
                "name", "Support",
                "number", "701",
                "members", person(102) + "\n" + person(103),
                "agentsLogIn", "true"));
    Asterisk before = start(queue);
    try (before) {
      assertThat(stay("701").status()).isEqualTo(200);
      before.awaitCli("queue show", "Callers:");
      assertThat(rang(before)).isEmpty();

      // The caller who waits is put through as soon as somebody logs in.
      press("103", "*45");
      before.awaitCli("queue show", "(in call)");
      assertThat(rang(before)).containsExactly("103");
    }
    try (Asterisk after = startAfter(before, queue)) {
      assertThat(stay("701").status()).isEqualTo(200);
      after.awaitCli("queue show", "(in call)");
      assertThat(rang(after)).containsExactly("103");
      assertThat(after.complaints()).isEmpty();
    }
  }

  @Test
  void neitherGroupsNorQueuesRingWhoeverIsNotToBeDisturbed() throws Exception {
    behave("answer", "busy");
    try (Asterisk pbx =
        start(
            group(1, "all", "end:unassigned"),
            handling(
                HandlingKind.QUEUE,
                1,
                Map.of("name", "Support", "number", "701", "members", person(102).toString())))) {
      press("102", "*78");
      assertThat(dial("601").status()).isEqualTo(404);
      assertThat(rang(pbx)).containsExactly("103");

      assertThat(stay("701").status()).isEqualTo(200);
      pbx.awaitCli("queue show", "(paused");
      assertThat(rang(pbx)).containsExactly("103");
    }
  }

  @Test
  void aCallerWaitsInAQueueWhileEverybodyIsBusy() throws Exception {
    behave("busy", "busy");
    try (Asterisk pbx =
        start(
            handling(
                HandlingKind.QUEUE,
                1,
                Map.of(
                    "name", "Support",
                    "number", "701",
                    "members", person(102) + "\n" + person(103))))) {
      assertThat(stay("701").status()).isEqualTo(200);

      pbx.awaitCli("queue show", "Callers:");
      pbx.awaitCli("queue show", "1. PJSIP/101-");
    }
  }

  @Test
  void aCallerIsInTheConference() throws Exception {
    try (Asterisk pbx =
        start(handling(HandlingKind.CONFERENCE, 1, Map.of("name", "Monday", "number", "801")))) {
      assertThat(stay("801").status()).isEqualTo(200);

      pbx.awaitCli("confbridge list", "conference-c0000001");
    }
  }

  @Test
  void withoutItsPinNobodyIsInTheConference() throws Exception {
    try (Asterisk pbx =
        start(
            handling(
                HandlingKind.CONFERENCE,
                1,
                Map.of("name", "Monday", "number", "801", "pin", "4711")))) {
      assertThat(stay("801").status()).isEqualTo(200);

      pbx.awaitCli("core show channels concise", "!ConfBridge!");
      assertThat(pbx.cli("confbridge list")).doesNotContain("conference-c0000001");
    }
  }

  /** Calls and stays in the call. */
  private SipMessage stay(String number) throws IOException, InterruptedException {
    return caller.hold(lab.address(10), CALLER, "sip:" + number + "@" + lab.address(10));
  }

  /** A phone dials a feature code. */
  private static void press(String phone, String code) throws IOException, InterruptedException {
    String uri = "sip:" + code + "@" + lab.address(10);
    try (SipPeer peer = lab.peer(6, 5060)) {
      SipPeer.Caller owner = SipPeer.Caller.phone(phone, "phone-" + phone);
      assertThat(peer.call(lab.address(10), owner, uri, uri).status()).isEqualTo(200);
    }
  }

  private SipMessage dial(String number) throws IOException, InterruptedException {
    String uri = "sip:" + number + "@" + lab.address(10);
    return caller.call(lab.address(10), CALLER, uri, uri);
  }

  /** A provider's call, by what stands in the request URI and in To; its final answer. */
  private static int fromOutside(SipPeer provider, String called, String to, String... headers)
      throws IOException, InterruptedException {
    SipPeer.Caller stranger = SipPeer.Caller.outside("+4930987654");
    String host = "@" + lab.address(10);
    return provider
        .call(lab.address(10), stranger, "sip:" + called + host, "sip:" + to + host, headers)
        .status();
  }

  /** Its calls go to 601. */
  private static Trunk trunk(Map<String, String> settings) {
    return new Trunk(
        new TrunkId(new UUID(2L << 32, 1)),
        new DisplayName("Provider"),
        new TrunkAccess.IpAddress(List.of(SourceRange.parse(lab.address(5))), Optional.empty()),
        new SipHost(lab.address(5)),
        Optional.empty(),
        Transport.UDP,
        NumberFormat.PLUS_E164,
        Optional.empty(),
        Optional.of(new ExtensionNumber("601")),
        true,
        1,
        TrunkSettings.of(settings));
  }

  /** A number that leads to 103. */
  private static Handling number() {
    return handling(
        HandlingKind.NUMBER,
        9,
        Map.of(
            "name", "Main line",
            "did", "+493012345670",
            "destination", "extension:" + person(103)));
  }

  private static void behave(String phone102, String phone103)
      throws IOException, InterruptedException {
    phones.cli("dialplan set global HOW102 " + phone102);
    phones.cli("dialplan set global HOW103 " + phone103);
  }

  /** Starts the PBX and waits until both phones are reachable. */
  private static Asterisk start(Handling... handlings) throws IOException, InterruptedException {
    return start(List.of(), handlings);
  }

  private static Asterisk start(List<Trunk> trunks, Handling... handlings)
      throws IOException, InterruptedException {
    return ready(lab.pbx(pbx(trunks, handlings)));
  }

  /** The same again, with the database that the one before left. */
  private static Asterisk startAfter(Asterisk before, Handling... handlings)
      throws IOException, InterruptedException {
    return ready(lab.pbxAfter(before, pbx(List.of(), handlings)));
  }

  private static Asterisk ready(Asterisk pbx) throws IOException, InterruptedException {
    // The phones' registrations went with the PBX before; they would renew them by themselves
    // later.
    phones.cli("pjsip send register *all");
    pbx.awaitCli("pjsip show contacts", "Contact:  102/");
    pbx.awaitCli("pjsip show contacts", "Contact:  103/");
    Files.deleteIfExists(phones.data().resolve(RANG));
    return pbx;
  }

  /** The phones that rang, in order. */
  private static List<String> rang(Asterisk pbx) throws IOException, InterruptedException {
    assertThat(pbx.complaints()).isEmpty();
    return phones.written(RANG).lines().toList();
  }

  private static TenantPbx pbx(List<Trunk> trunks, Handling... handlings) {
    return new TenantPbx(
            new Slug("acme"),
            new Country("DE"),
            trunks,
            Stream.of(101, 102, 103).map(HandlingCallsIT::extension).toList(),
            new Ipv4("10.214.0.1"),
            Secret.random())
        .withHandling(new CallHandling(List.of(handlings)));
  }

  private static Extension extension(int number) {
    String text = Integer.toString(number);
    return new Extension(
        person(number),
        new ExtensionNumber(text),
        new DisplayName("Person " + text),
        DigestCredentials.of(text, "acme", new Secret("phone-" + text)));
  }

  private static ExtensionId person(int number) {
    return new ExtensionId(new UUID(1, number));
  }

  private static HandlingId id(int number) {
    return new HandlingId(new UUID((0xc0000000L + number) << 32, number));
  }

  private static Handling group(int number, String strategy, String otherwise) {
    return handling(
        HandlingKind.RING_GROUP,
        number,
        Map.of(
            "name", "Group " + number,
            "number", "60" + number,
            "strategy", strategy,
            "members", person(102) + "\n" + person(103),
            "otherwise", otherwise));
  }

  /** Open all week at the address of 102; closed there is no such number. */
  private static Handling hours(String field, String value, String other, String otherValue) {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "Office");
    fields.put("number", "901");
    fields.put("openings", "mon-sun 00:00-24:00");
    fields.put("open", "extension:" + person(102));
    fields.put("closed", "end:unassigned");
    fields.put(field, value);
    fields.put(other, otherValue);
    return handling(HandlingKind.HOURS, 1, fields);
  }

  private static Handling handling(HandlingKind kind, int number, Map<String, String> fields) {
    return Handling.read(kind, id(number), fields);
  }

  private static Map<String, String> phones() {
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
    for (String number : List.of("102", "103")) {
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
          expiration = 60
          max_random_initial_delay = 0
          retry_interval = 1
          forbidden_retry_interval = 1
          fatal_retry_interval = 1
          max_retries = 100000
          auth_rejection_permanent = no
          """
              .replace("NUMBER", number)
              .replace("PBX", lab.address(10)));
    }
    return Map.of(
        "pjsip.conf",
        pjsip.toString(),
        "extensions.conf",
        """
        [globals]
        HOW102 = busy
        HOW103 = busy
        [phones]
        exten => _10X,1,Set(FILE(${ASTSPOOLDIR}/rang,,,al,u)=${EXTEN})
        same => n,Goto(${GLOBAL(HOW${EXTEN})},1)
        exten => busy,1,Hangup(17)
        exten => answer,1,Answer()
        same => n,Wait(600)
        """);
  }
}
