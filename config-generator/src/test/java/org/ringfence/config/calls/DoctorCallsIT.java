package org.ringfence.config.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.doctor.Diagnosis;
import org.ringfence.domain.doctor.Evidence;
import org.ringfence.domain.doctor.Finding;
import org.ringfence.domain.doctor.Finding.Code;
import org.ringfence.domain.doctor.SettingChange;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;

/**
 * Providers at which a trunk first fails, played by SIPp, and what the guest's doctor and the
 * diagnosis make of each: one PBX with a trunk to each of them.
 */
class DoctorCallsIT {
  private static final Path SCENARIOS = Path.of("src/test/sipp");
  private static final E164 NUMBER = new E164("+4930123456");

  @TempDir static Path home;
  private static CallLab lab;
  private static Asterisk pbx;
  private static final List<Process> PROVIDERS = new ArrayList<>();

  @BeforeAll
  static void startPbx() throws IOException, InterruptedException {
    lab = new CallLab(home);
    sipp(2, "wrong-password", "u1");
    sipp(3, "proxy-required", "u1");
    sipp(4, "did-in-to", "u1");
    sipp(6, "national-only", "u1");
    tls(5);
    pbx =
        lab.pbx(
            TrunkCallsIT.pbx(
                registering(2), registering(3), registering(4), registering(5), byAddress(6)));
  }

  @AfterAll
  static void stopAll() throws IOException {
    PROVIDERS.forEach(Process::destroy);
    pbx.close();
    lab.close();
  }

  @Test
  void aWrongPasswordIsCalledThat() throws Exception {
    Finding finding = cause(registering(2), Optional.empty());

    assertThat(finding.code()).isEqualTo(Code.PASSWORD_WRONG);
    assertThat(finding.seen()).containsExactly("401 Unauthorized", "account", "example.com MD5");
  }

  @Test
  void aProxyThatIsRequiredIsNamedAndCanBeTaken() throws Exception {
    Finding finding = cause(registering(3), Optional.empty());

    assertThat(finding.code()).isEqualTo(Code.PROXY_REQUIRED);
    assertThat(finding.change())
        .contains(new SettingChange(Map.of("outboundProxy", lab.address(9) + ":5070")));
  }

  @Test
  void aNumberInToIsFoundThere() throws Exception {
    Finding finding = cause(registering(4), Optional.of(NUMBER));

    assertThat(finding.code()).isEqualTo(Code.DID_IN_TO);
    assertThat(finding.change()).contains(new SettingChange(Map.of("didFrom", "TO")));
  }

  @Test
  void aProviderThatSpeaksTlsOnlyIsToldFromOneThatIsAway() throws Exception {
    Finding finding = cause(registering(5), Optional.empty());

    assertThat(finding.code()).isEqualTo(Code.TLS_ONLY);
    assertThat(finding.change()).contains(new SettingChange(Map.of("transport", "TLS")));
  }

  @Test
  void aNumberThatIsIncompleteIsTriedInTheOtherForms() throws Exception {
    Finding finding = cause(byAddress(6), Optional.of(NUMBER));

    assertThat(finding.code()).isEqualTo(Code.NUMBER_FORMAT);
    assertThat(finding.seen())
        .containsExactly("484 Address Incomplete", "+4930123456", "030123456");
    assertThat(finding.change()).contains(new SettingChange(Map.of("numberFormat", "NATIONAL")));
  }

  /** The one problem that the doctor finds. */
  private static Finding cause(Trunk trunk, Optional<E164> number) throws Exception {
    String report = pbx.examine(order(trunk, number));
    Evidence seen = Evidence.parse(report);
    assertThat(report).doesNotContain("s3cret").doesNotContain("response=");
    List<Finding> findings = Diagnosis.of(trunk, number, seen, Instant.now());
    return assertThat(findings)
        .as(report)
        .filteredOn(each -> each.severity() == Finding.Severity.PROBLEM)
        .singleElement()
        .actual();
  }

  private static String order(Trunk trunk, Optional<E164> number) {
    return "id=1\ntrunk="
        + trunk.sectionName()
        + "\nhost="
        + trunk.host()
        + "\nport=\ntransport=udp\nproxy=\nregisters="
        + (trunk.access() instanceof TrunkAccess.Registration ? "yes" : "no")
        + "\n"
        + number
            .map(
                each ->
                    "call=" + each.digits() + "\nform=E164 4930123456\nform=NATIONAL 030123456\n")
            .orElse("");
  }

  /** SIPp at an address of the lab, with a scenario for whatever comes. */
  private static void sipp(int octet, String scenario, String transport) throws IOException {
    PROVIDERS.add(
        new ProcessBuilder(
                "sipp",
                "-sf",
                SCENARIOS.resolve(scenario + ".xml").toAbsolutePath().toString(),
                "-i",
                lab.address(octet),
                "-p",
                "5060",
                "-t",
                transport,
                "-nostdin",
                "-deadcall_wait",
                "0",
                "-default_behaviors",
                "all,-bye,-abortunexp",
                "-key",
                "proxy",
                lab.address(9) + ":5070",
                lab.address(10) + ":5060")
            .directory(Files.createDirectories(home.resolve("sipp-" + octet)).toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("sipp-" + octet + ".out").toFile())
            .start());
  }

  /** Nobody at 5060, and somebody who shakes hands at 5061. */
  private static void tls(int octet) throws IOException, InterruptedException {
    Path key = home.resolve("tls.key");
    Path certificate = home.resolve("tls.crt");
    CallLab.output(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString(),
        "-days",
        "30",
        "-subj",
        "/CN=sip.example.com");
    PROVIDERS.add(
        new ProcessBuilder(
                "openssl",
                "s_server",
                "-accept",
                lab.address(octet) + ":5061",
                "-key",
                key.toString(),
                "-cert",
                certificate.toString(),
                "-quiet")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("tls.out").toFile())
            .start());
  }

  private static Trunk registering(int octet) {
    return trunk(octet, new TrunkAccess.Registration("account", new Secret("s3cret")));
  }

  private static Trunk byAddress(int octet) {
    return trunk(
        octet,
        new TrunkAccess.IpAddress(
            List.of(SourceRange.parse(lab.address(octet))), Optional.empty()));
  }

  private static Trunk trunk(int octet, TrunkAccess access) {
    return new Trunk(
        new TrunkId(new UUID((0xa0000000L + octet) << 32, octet)),
        new DisplayName("Provider " + octet),
        access,
        new SipHost(lab.address(octet)),
        Optional.empty(),
        Transport.UDP,
        NumberFormat.PLUS_E164,
        Optional.of(NUMBER),
        Optional.of(new ExtensionNumber("101")),
        true,
        octet);
  }
}
