package org.ringfence.config.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.config.Routing;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
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

/** Who may call where, and by which trunk, in a real Asterisk. */
class RouteCallsIT {
  @TempDir static Path home;
  private static CallLab lab;
  private SipPeer provider;
  private SipPeer second;
  private SipPeer phone;

  @BeforeAll
  static void startLab() throws IOException, InterruptedException {
    lab = new CallLab(home);
  }

  @AfterAll
  static void stopLab() throws IOException {
    lab.close();
  }

  @BeforeEach
  void openPeers() throws IOException {
    provider = lab.peer(2, 5060);
    second = lab.peer(3, 5060);
    phone = lab.peer(4, 5060);
  }

  @AfterEach
  void closePeers() {
    provider.close();
    second.close();
    phone.close();
  }

  /** The pure answer that the portal gives, and what Asterisk really does, for every number. */
  @Test
  void theDialplanDoesWhatThePortalSays() throws Exception {
    TenantPbx tenant =
        pbx(
            List.of(trunk(2), trunk(3)),
            policy("allowed", "fixed\nmobile\neea", "countries", "CH"),
            route(1, "called", "mobile\n+4940", "trunks", id(3)),
            route(2, "position", "20", "called", "+49\nAT", "trunks", id(2) + "\n" + id(3)));
    Routing routing = new Routing(tenant);
    try (Asterisk pbx = lab.pbx(tenant)) {
      for (String dialled :
          List.of(
              "03023125100",
              "017612345678",
              "04012345678",
              "+493023125100",
              "0049176123456789",
              "08001234567",
              "09001234567",
              "018012345678",
              "0700123456",
              "015341234567",
              "+4312345678",
              "+436641234567",
              "+41441234567",
              "+41900123456",
              "+37167212345",
              "+12125550123",
              "+881612345678",
              "+999123456789",
              "112",
              "110",
              "911")) {
        int first = provider.invites().size();
        int then = second.invites().size();
        int status = dial("101", dialled).status();
        List<String> got = new ArrayList<>();
        if (provider.invites().size() > first) {
          got.add("2");
        }
        if (second.invites().size() > then) {
          got.add("3");
        }
        Routing.Answer answer =
            routing.dial(
                new ExtensionNumber("101"), dialled, Instant.parse("2026-11-30T11:00:00Z"));
        assertThat(status + " " + String.join(" ", got)).as(dialled).isEqualTo(expected(answer));
      }
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  private static String expected(Routing.Answer answer) {
    List<Trunk> trunks = List.of();
    int status = 404;
    if (answer instanceof Routing.Answer.Refused refused) {
      status = refused.why().cause() == 21 ? 403 : 404;
    } else if (answer instanceof Routing.Answer.Outside outside) {
      trunks = outside.trunks();
    } else if (answer instanceof Routing.Answer.Emergency emergency) {
      trunks = emergency.trunks();
    }
    return trunks.isEmpty()
        ? status + " "
        : "200 " + trunks.get(0).name().value().substring("Provider ".length());
  }

  @Test
  void aCallerFromOutsideIsNotLedToAPremiumNumber() throws Exception {
    Handling number =
        handling(
            HandlingKind.NUMBER, 7, "did", "+4930123456", "destination", "outside:+499001234567");
    try (Asterisk pbx = lab.pbx(pbx(List.of(trunk(2), trunk(3)), number))) {
      String uri = "sip:+4930123456@" + pbx.address();
      assertThat(
              provider
                  .call(pbx.address(), SipPeer.Caller.outside("+493023125100"), uri, uri)
                  .status())
          .isEqualTo(403);

      assertThat(second.invites()).isEmpty();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void anEmergencyCallGoesOutBesideAFullTrunkAsItWasDialled() throws Exception {
    Trunk full = trunk(2).with(TrunkSettings.of(Map.of("maxChannels", "1", "callsPerSecond", "1")));
    TenantPbx tenant =
        pbx(List.of(full), policy("allowed", "fixed", "emergencyCallerId", "+4930555"));
    try (Asterisk pbx = lab.pbx(tenant)) {
      String uri = "sip:03023125100@" + lab.address(10);
      assertThat(phone.hold(lab.address(10), caller("101"), uri).status()).isEqualTo(200);
      assertThat(dial("101", "03023125101").status()).isGreaterThanOrEqualTo(500);
      assertThat(dial("102", "112").status()).isEqualTo(200);

      List<SipMessage> invites = provider.invites();
      assertThat(invites).hasSize(2);
      assertThat(invites.get(1).user()).isEqualTo("112");
      assertThat(SipMessage.userOf(invites.get(1).header("From"))).isEqualTo("+4930555");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 486, 403, SipPeer.SILENCE})
  void anEmergencyCallTriesEveryTrunkWhateverTheFirstSays(int answer) throws Exception {
    second.answering(answer);
    TenantPbx tenant = pbx(List.of(trunk(2), trunk(3)), policy("emergencyTrunk", id(3)));
    try (Asterisk pbx = lab.pbx(tenant)) {
      assertThat(dial("101", "112").status()).isEqualTo(200);

      assertThat(second.awaits("INVITE").user()).isEqualTo("112");
      assertThat(provider.awaits("INVITE").user()).isEqualTo("112");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aRouteIsForTheCallsOfSomePeople() throws Exception {
    TenantPbx tenant =
        pbx(
            List.of(trunk(2), trunk(3)),
            route(1, "callers", new UUID(1, 102).toString(), "trunks", id(3)),
            route(2, "position", "20", "trunks", id(2)));
    try (Asterisk pbx = lab.pbx(tenant)) {
      assertThat(dial("101", "03023125100").status()).isEqualTo(200);
      assertThat(provider.invites()).hasSize(1);
      assertThat(dial("102", "03023125100").status()).isEqualTo(200);
      assertThat(second.invites()).hasSize(1);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mon-sun 00:00-24:00", ""})
  void aRouteHoldsDuringItsHours(String openings) throws Exception {
    Handling hours =
        handling(HandlingKind.HOURS, 8, "mode", "automatic", "zone", "UTC", "openings", openings);
    TenantPbx tenant =
        pbx(
            List.of(trunk(2), trunk(3)),
            hours,
            route(1, "hours", hours.destination().toString(), "trunks", id(3)),
            route(2, "position", "20", "trunks", id(2)));
    try (Asterisk pbx = lab.pbx(tenant)) {
      assertThat(dial("101", "03023125100").status()).isEqualTo(200);

      assertThat(second.invites()).hasSize(openings.isEmpty() ? 0 : 1);
      assertThat(provider.invites()).hasSize(openings.isEmpty() ? 1 : 0);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {503, SipPeer.SILENCE})
  void theCheapestTrunkIsTriedFirstAndFollowedByTheNext(int answer) throws Exception {
    second.answering(answer);
    TenantPbx tenant =
        pbx(
            List.of(trunk(2), trunk(3)),
            route(1, "trunks", id(2) + " 0.02\n" + id(3) + " 0.01", "order", "by-cost"));
    try (Asterisk pbx = lab.pbx(tenant)) {
      assertThat(dial("101", "03023125100").status()).isEqualTo(200);

      assertThat(second.awaits("INVITE").user()).isEqualTo("+493023125100");
      assertThat(provider.awaits("INVITE").user()).isEqualTo("+493023125100");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aRouteShowsItsOwnNumberAndWritesTheCalledOneItsWay() throws Exception {
    TenantPbx tenant =
        pbx(
            List.of(trunk(2)),
            route(1, "trunks", id(2), "callerId", "+4930777", "strip", "2", "prepend", "010330"));
    try (Asterisk pbx = lab.pbx(tenant)) {
      assertThat(dial("101", "03023125100").status()).isEqualTo(200);

      SipMessage invite = provider.awaits("INVITE");
      assertThat(invite.user()).isEqualTo("0103303023125100");
      assertThat(SipMessage.userOf(invite.header("From"))).isEqualTo("+4930777");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aCallThatNoRouteTakesIsNotPlaced() throws Exception {
    TenantPbx tenant = pbx(List.of(trunk(2)), route(1, "called", "mobile", "trunks", id(2)));
    try (Asterisk pbx = lab.pbx(tenant)) {
      assertThat(dial("101", "03023125100").status()).isEqualTo(404);

      assertThat(provider.invites()).isEmpty();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  private static SipPeer.Caller caller(String extension) {
    return SipPeer.Caller.phone(extension, "phone-" + extension);
  }

  private SipMessage dial(String extension, String number)
      throws IOException, InterruptedException {
    String uri = "sip:" + number + "@" + lab.address(10);
    return phone.call(lab.address(10), caller(extension), uri, uri);
  }

  private static TenantPbx pbx(List<Trunk> trunks, Handling... handling) {
    return new TenantPbx(
        new Slug("acme"),
        new Country("DE"),
        trunks,
        List.of(extension("101"), extension("102")),
        new CallHandling(List.of(handling)),
        new Ipv4("10.214.0.1"),
        Secret.random());
  }

  private static Extension extension(String number) {
    return new Extension(
        new ExtensionId(new UUID(1, Integer.parseInt(number))),
        new ExtensionNumber(number),
        new DisplayName("Person " + number),
        DigestCredentials.of(number, "acme", new Secret("phone-" + number)));
  }

  private static TrunkId trunkId(int number) {
    return new TrunkId(new UUID((0xa0000000L + number) << 32, number));
  }

  private static String id(int trunk) {
    return trunkId(trunk).toString();
  }

  /** To the peer at this address. */
  private static Trunk trunk(int number) {
    return new Trunk(
        trunkId(number),
        new DisplayName("Provider " + number),
        new TrunkAccess.IpAddress(
            List.of(SourceRange.parse(lab.address(number))), Optional.empty()),
        new SipHost(lab.address(number)),
        Optional.empty(),
        Transport.UDP,
        NumberFormat.PLUS_E164,
        Optional.of(new E164("+4930123456")),
        Optional.of(new ExtensionNumber("101")),
        true,
        number);
  }

  private static Handling policy(String... fields) {
    return handling(HandlingKind.CALLING_POLICY, 50, fields);
  }

  private static Handling route(int number, String... fields) {
    return handling(HandlingKind.OUTBOUND_ROUTE, 60 + number, fields);
  }

  private static Handling handling(HandlingKind kind, int number, String... fields) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put(fields[i], fields[i + 1]);
    }
    map.put("name", "Object " + number);
    return Handling.read(kind, new HandlingId(new UUID((0xc0000000L + number) << 32, number)), map);
  }
}
