package org.ringfence.config.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  void aBusyPersonIsNotCalledThroughAnotherTrunk() throws Exception {
    provider.answering(486);
    try (Asterisk pbx = lab.pbx(pbx(trunk(2), trunk(3)))) {
      assertThat(dial("03023125100").status()).isEqualTo(486);

      assertThat(second.invites()).isEmpty();
      assertThat(pbx.complaints()).isEmpty();
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
    return new Trunk(
        new TrunkId(new UUID((0xa0000000L + number) << 32, number)),
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
}
