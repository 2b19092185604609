package org.ringfence.config.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.domain.tenant.Slug;

/** Calls through trunks: what the provider gets, and what a caller hears back. */
class TrunkCallsIT {
  private static final SipPeer.Caller PHONE = SipPeer.Caller.phone("101", "phone-101");
  private static final String VISITOR = "+493023125100";

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

  @Test
  void aPhoneReachesANumberOutsideWithTheTrunksCallerId() throws Exception {
    try (Asterisk pbx = lab.pbx(pbx(trunk(2)))) {
      assertThat(dial("03023125100").status()).isEqualTo(200);

      SipMessage invite = provider.awaits("INVITE");
      assertThat(invite.user()).isEqualTo(VISITOR);
      assertThat(SipMessage.userOf(invite.header("From"))).isEqualTo("+4930123456");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aProviderThatSays503IsFollowedByTheNextTrunk() throws Exception {
    provider.answering(503);
    try (Asterisk pbx = lab.pbx(pbx(trunk(2), trunk(3)))) {
      assertThat(dial("03023125100").status()).isEqualTo(200);

      assertThat(provider.awaits("INVITE").user()).isEqualTo(VISITOR);
      assertThat(second.awaits("INVITE").user()).isEqualTo(VISITOR);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aProviderThatHasTooMuchToDoIsLeftAloneForAWhile() throws Exception {
    provider.answering(503);
    try (Asterisk pbx = lab.pbx(pbx(trunk(2), trunk(3)))) {
      assertThat(dial("03023125100").status()).isEqualTo(200);
      String rest = "REST-" + trunk(2).sectionName();
      assertThat(pbx.cli("dialplan show globals")).contains(rest);
      pbx.cli("dialplan set global " + rest + " 9999999999");
      assertThat(dial("03023125100").status()).isEqualTo(200);
      assertThat(provider.invites()).hasSize(1);

      pbx.cli("dialplan set global " + rest + " 1");
      provider.answering(200);
      assertThat(dial("03023125100").status()).isEqualTo(200);
      assertThat(provider.invites()).hasSize(2);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void callsThatComeTogetherGoOutAtTheTrunksPace() throws Exception {
    Trunk paced = trunk(2).with(TrunkSettings.of(Map.of("callsPerSecond", "2")));
    ExecutorService phones = Executors.newFixedThreadPool(6);
    try (Asterisk pbx = lab.pbx(pbx(paced))) {
      List<Future<SipMessage>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int port = 5070 + i;
        calls.add(
            phones.submit(
                () -> {
                  try (SipPeer another = lab.peer(4, port)) {
                    String uri = "sip:03023125100@" + lab.address(10);
                    return another.call(lab.address(10), PHONE, uri, uri);
                  }
                }));
      }
      for (Future<SipMessage> call : calls) {
        assertThat(call.get().status()).isEqualTo(200);
      }

      List<Long> times = provider.inviteTimes();
      assertThat(times).hasSize(6);
      // Five gaps of half a second and a little more; the first may have come late.
      assertThat(times.get(5) - times.get(0)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2000));
      assertThat(pbx.complaints()).isEmpty();
    } finally {
      phones.shutdownNow();
    }
  }

  @Test
  void aBusyPersonIsNotCalledThroughAnotherTrunk() throws Exception {
    provider.answering(486);
    try (Asterisk pbx = lab.pbx(pbx(trunk(2), trunk(3)))) {
      assertThat(dial("03023125100").status()).isEqualTo(486);

      assertThat(second.invites()).isEmpty();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"PLUS_E164, +493023125100", "E164, 493023125100", "NATIONAL, 03023125100"})
  void aProviderGetsNumbersInItsFormat(NumberFormat format, String expected) throws Exception {
    try (Asterisk pbx = lab.pbx(pbx(formatted(trunk(2), format)))) {
      dial("03023125100");

      assertThat(provider.awaits("INVITE").user()).isEqualTo(expected);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PAI, P-Asserted-Identity",
    "RPID, Remote-Party-ID",
    "PPI, P-Preferred-Identity",
    "DIVERSION, Diversion"
  })
  void aProviderFindsTheCallersNumberWhereItWantsIt(String place, String header) throws Exception {
    Trunk trunk =
        trunk(2).with(TrunkSettings.of(Map.of("callerIdHeader", place, "fromUser", "x7")));
    try (Asterisk pbx = lab.pbx(pbx(trunk))) {
      dial("03023125100");

      SipMessage invite = provider.awaits("INVITE");
      assertThat(SipMessage.userOf(invite.header(header))).isEqualTo("+4930123456");
      assertThat(SipMessage.userOf(invite.header("From"))).isEqualTo("x7");
      for (String other :
          List.of("P-Asserted-Identity", "Remote-Party-ID", "P-Preferred-Identity", "Diversion")) {
        assertThat(invite.all(other)).as(other).hasSize(other.equals(header) ? 1 : 0);
      }
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void theNumberStandsInFromWhereAProviderLooksThere() throws Exception {
    Trunk trunk = trunk(2).with(TrunkSettings.of(Map.of("callerIdHeader", "FROM")));
    try (Asterisk pbx = lab.pbx(pbx(trunk))) {
      dial("03023125100");

      SipMessage invite = provider.awaits("INVITE");
      assertThat(SipMessage.userOf(invite.header("From"))).isEqualTo("+4930123456");
      assertThat(invite.all("P-Asserted-Identity")).isEmpty();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {503, SipPeer.SILENCE})
  void theNextServerOfAProviderIsTriedWhenOneFailsOrSaysNothing(int answer) throws Exception {
    provider.answering(answer);
    Trunk trunk = trunk(2).with(TrunkSettings.of(Map.of("gateways", lab.address(3) + ":5060")));
    try (Asterisk pbx = lab.pbx(pbx(trunk))) {
      assertThat(dial("03023125100").status()).isEqualTo(200);

      assertThat(provider.awaits("INVITE").user()).isEqualTo(VISITOR);
      assertThat(second.awaits("INVITE").user()).isEqualTo(VISITOR);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void byWeightEveryServerIsTriedOnce() throws Exception {
    provider.answering(503);
    second.answering(503);
    Trunk trunk =
        trunk(2)
            .with(
                TrunkSettings.of(
                    Map.of("gateways", lab.address(3) + " 5", "gatewayOrder", "BY_WEIGHT")));
    try (Asterisk pbx = lab.pbx(pbx(trunk))) {
      assertThat(dial("03023125100").status()).isGreaterThanOrEqualTo(500);

      assertThat(provider.invites()).hasSize(1);
      assertThat(second.invites()).hasSize(1);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void registrationAndCallsGoThroughTheOutboundProxy() throws Exception {
    Trunk trunk =
        registering(trunk(2))
            .with(
                TrunkSettings.of(
                    Map.of(
                        "outboundProxy", lab.address(3) + ":5060",
                        "accountUser", "4930123456",
                        "contactUser", "did-7")));
    try (Asterisk pbx = lab.pbx(pbx(trunk))) {
      SipMessage register = second.awaits("REGISTER");
      assertThat(register.uri()).isEqualTo("sip:" + lab.address(2));
      assertThat(SipMessage.userOf(register.header("To"))).isEqualTo("4930123456");
      assertThat(SipMessage.userOf(register.header("Contact"))).isEqualTo("did-7");
      pbx.awaitCli("pjsip show registrations", "Registered");

      dial("03023125100");
      SipMessage invite = second.awaits("INVITE");
      assertThat(invite.user()).isEqualTo(VISITOR);
      assertThat(SipMessage.userOf(invite.header("From"))).isEqualTo("account");
      assertThat(provider.invites()).isEmpty();
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aFullTrunkIsFollowedByTheNext() throws Exception {
    Trunk full = trunk(2).with(TrunkSettings.of(Map.of("maxChannels", "1")));
    try (Asterisk pbx = lab.pbx(pbx(full, trunk(3)))) {
      SipMessage held = phone.hold(lab.address(10), PHONE, "sip:03023125100@" + lab.address(10));
      assertThat(held.status()).isEqualTo(200);
      assertThat(dial("03023125101").status()).isEqualTo(200);

      assertThat(provider.invites()).hasSize(1);
      assertThat(second.awaits("INVITE").user()).isEqualTo("+493023125101");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void anEncryptedTrunkOffersKeysAndTakesThoseOfTheProvider() throws Exception {
    provider.encrypting();
    Trunk trunk = trunk(2).with(TrunkSettings.of(Map.of("mediaEncryption", "REQUIRED")));
    try (Asterisk pbx = lab.pbx(pbx(trunk))) {
      assertThat(dial("03023125100").status()).isEqualTo(200);

      assertThat(provider.awaits("INVITE").body()).contains("RTP/SAVP", "a=crypto:");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aProviderThatAnswersAnEncryptedTrunkInTheOpenGetsNoCall() throws Exception {
    Trunk trunk = trunk(2).with(TrunkSettings.of(Map.of("mediaEncryption", "REQUIRED")));
    try (Asterisk pbx = lab.pbx(pbx(trunk))) {
      String uri = "sip:03023125100@" + pbx.address();
      assertThat(phone.call(pbx.address(), PHONE, uri, uri).status()).isEqualTo(486);

      assertThat(provider.awaits("INVITE").body()).contains("RTP/SAVP");
      assertThat(provider.awaits("BYE").user()).isEqualTo("peer");
    }
  }

  @Test
  void aCallInTheOpenFromAnEncryptedTrunkIsRefused() throws Exception {
    Trunk trunk = trunk(2).with(TrunkSettings.of(Map.of("mediaEncryption", "REQUIRED")));
    try (Asterisk pbx = lab.pbx(pbx(trunk))) {
      String uri = "sip:+4930123456@" + pbx.address();
      SipPeer.Caller caller = SipPeer.Caller.outside(VISITOR);
      assertThat(provider.call(pbx.address(), caller, uri, uri).status()).isEqualTo(488);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereEncryptionIsOptionalTheProviderChooses(boolean encrypts) throws Exception {
    if (encrypts) {
      provider.encrypting();
    }
    Trunk trunk = trunk(2).with(TrunkSettings.of(Map.of("mediaEncryption", "OPTIONAL")));
    try (Asterisk pbx = lab.pbx(pbx(trunk))) {
      assertThat(dial("03023125100").status()).isEqualTo(200);

      assertThat(provider.awaits("INVITE").body()).contains("RTP/AVP", "a=crypto:");
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void callsFromFurtherAddressesOfARegistrationTrunkAreTakenAndFromElsewhereRefused()
      throws Exception {
    Trunk trunk =
        registering(trunk(2)).with(TrunkSettings.of(Map.of("alsoFrom", lab.address(3) + "/32")));
    try (Asterisk pbx = lab.pbx(pbx(trunk))) {
      String uri = "sip:+4930123456@" + pbx.address();
      SipPeer.Caller caller = SipPeer.Caller.outside(VISITOR);
      // The phone of the extension is not there.
      assertThat(second.call(pbx.address(), caller, uri, uri).status()).isNotEqualTo(401);
      assertThat(phone.call(pbx.address(), caller, uri, uri).status()).isEqualTo(401);
    }
  }

  private SipMessage dial(String number) throws IOException, InterruptedException {
    String uri = "sip:" + number + "@" + lab.address(10);
    return phone.call(lab.address(10), PHONE, uri, uri);
  }

  static TenantPbx pbx(Trunk... trunks) {
    return new TenantPbx(
        new Slug("acme"),
        new Country("DE"),
        List.of(trunks),
        List.of(
            new Extension(
                new ExtensionId(new UUID(1, 101)),
                new ExtensionNumber("101"),
                new DisplayName("Person 101"),
                DigestCredentials.of("101", "acme", new Secret("phone-101")))),
        new Ipv4("10.214.0.1"),
        Secret.random());
  }

  /** To the peer at this address. */
  private static Trunk trunk(int number) {
    return trunk(lab.address(number), number);
  }

  static Trunk trunk(String address, int number) {
    return new Trunk(
        new TrunkId(new UUID((0xa0000000L + number) << 32, number)),
        new DisplayName("Provider " + number),
        new TrunkAccess.IpAddress(List.of(SourceRange.parse(address)), Optional.empty()),
        new SipHost(address),
        Optional.empty(),
        Transport.UDP,
        NumberFormat.PLUS_E164,
        Optional.of(new E164("+4930123456")),
        Optional.of(new ExtensionNumber("101")),
        true,
        number);
  }

  private static Trunk formatted(Trunk trunk, NumberFormat format) {
    return new Trunk(
        trunk.id(),
        trunk.name(),
        trunk.access(),
        trunk.host(),
        trunk.port(),
        trunk.transport(),
        format,
        trunk.callerId(),
        trunk.incomingTo(),
        true,
        trunk.position());
  }

  private static Trunk registering(Trunk trunk) {
    return new Trunk(
        trunk.id(),
        trunk.name(),
        new TrunkAccess.Registration("account", new Secret("s3cret")),
        trunk.host(),
        trunk.port(),
        trunk.transport(),
        trunk.numberFormat(),
        trunk.callerId(),
        trunk.incomingTo(),
        true,
        trunk.position());
  }
}
