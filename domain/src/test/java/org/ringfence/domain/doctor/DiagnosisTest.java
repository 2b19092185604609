package org.ringfence.domain.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.Port;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.doctor.Finding.Code;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;

/** What the doctor makes of what a PBX saw. */
class DiagnosisTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final E164 OURS = new E164("+4930123456");
  private static final String REGISTRAR = "sip:sip.example.com";
  private static final String CHALLENGE =
      "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n\", algorithm=MD5";
  private static final String CREDENTIALS =
      "Authorization: Digest username=\"account\", realm=\"example.com\", response=\"0123\"";

  @Test
  void aPasswordIsWrongWhenTheAnswerToItIsAnotherChallenge() {
    Finding finding = only(registering(), refusedTwice("401 Unauthorized"), Code.PASSWORD_WRONG);

    assertThat(finding.seen()).containsExactly("401 Unauthorized", "account", "example.com MD5");
    assertThat(finding.change()).isEmpty();
  }

  @Test
  void aChallengeThatWeCannotAnswerIsNotAWrongPassword() {
    Seen seen =
        new Seen()
            .sent("REGISTER", REGISTRAR)
            .got(
                "401 Unauthorized",
                "REGISTER",
                "WWW-Authenticate: Digest realm=\"x\", algorithm=SHA-512-256");

    assertThat(only(registering(), seen, Code.CHALLENGE_UNANSWERED).seen())
        .contains("x SHA-512-256");
  }

  @Test
  void aRegistrationThatWorksSaysWithWhichChallengeAndForHowLong() {
    Seen seen =
        new Seen()
            .sent("REGISTER", REGISTRAR)
            .got("401 Unauthorized", "REGISTER", CHALLENGE)
            .sent("REGISTER", REGISTRAR, CREDENTIALS)
            .got("200 OK", "REGISTER", "Contact: <sip:account@10.1.0.10>;expires=120");

    assertThat(only(registering(), seen, Code.REGISTERED).seen())
        .containsExactly("example.com MD5", "120");
  }

  @ParameterizedTest
  @CsvSource({
    "403 Forbidden, REGISTER_FORBIDDEN",
    "404 Not Found, ACCOUNT_UNKNOWN",
    "405 Method Not Allowed, REGISTERING_NOT_WANTED",
    "503 Service Unavailable, REGISTER_UNAVAILABLE",
    "400 Bad Request, REGISTER_REFUSED",
    "407 Proxy Authentication Required, CHALLENGE_UNANSWERED"
  })
  void eachRefusalOfARegistrationHasItsMeaning(String answer, Code code) {
    Seen seen = new Seen().sent("REGISTER", REGISTRAR).got(answer, "REGISTER");

    assertThat(only(registering(), seen, code).seen().get(0)).isEqualTo(answer);
  }

  @Test
  void aRegistrationThatIsTooBriefIsMadeAsLongAsTheProviderWants() {
    Seen seen =
        new Seen()
            .sent("REGISTER", REGISTRAR)
            .got("423 Interval Too Brief", "REGISTER", "Min-Expires: 1800");

    Finding finding = only(registering(), seen, Code.REGISTER_TOO_BRIEF);
    assertThat(finding.change()).contains(SettingChange.of("registrationSeconds", "1800"));
    assertThat(registering().settings().with("registrationSeconds", "1800").registrationSeconds())
        .isEqualTo(1800);
  }

  @Test
  void aProviderThatNamesItsProxyGetsIt() {
    Seen seen =
        new Seen()
            .sent("REGISTER", REGISTRAR)
            .got("305 Use Proxy", "REGISTER", "Contact: <sip:proxy.example.com:5070;lr>");

    assertThat(only(registering(), seen, Code.PROXY_REQUIRED).change())
        .contains(SettingChange.of("outboundProxy", "proxy.example.com:5070"));
  }

  @Test
  void aProviderThatWantsAProxyInWordsOnlyIsUnderstoodToo() {
    Seen seen = new Seen().sent("REGISTER", REGISTRAR).got("403 Use outbound proxy", "REGISTER");

    assertThat(only(registering(), seen, Code.PROXY_REQUIRED).change()).isEmpty();
  }

  @Test
  void aNumberThatIsIncompleteInOneFormGetsTheFormThatGotFurther() {
    Seen seen =
        new Seen()
            .calling("configured")
            .sent("INVITE", "sip:+4930999@sip.example.com")
            .got("484 Address Incomplete", "INVITE")
            .calling("E164")
            .sent("INVITE", "sip:4930999@sip.example.com")
            .got("484 Address Incomplete", "INVITE")
            .calling("NATIONAL")
            .sent("INVITE", "sip:030999@sip.example.com")
            .got("486 Busy Here", "INVITE");

    Finding finding = only(byAddress(), seen, Code.NUMBER_FORMAT);
    assertThat(finding.seen()).containsExactly("484 Address Incomplete", "+4930999", "030999");
    assertThat(finding.change()).contains(SettingChange.of("numberFormat", "NATIONAL"));
  }

  @Test
  void aNumberThatIsIncompleteInEveryFormIsTheNumbersFault() {
    Seen seen =
        new Seen()
            .calling("configured")
            .sent("INVITE", "sip:+49301@sip.example.com")
            .got("484 Address Incomplete", "INVITE");

    assertThat(only(byAddress(), seen, Code.NUMBER_INCOMPLETE).change()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "402 Payment Required, CALL_PAYMENT",
    "403 Forbidden, CALL_FORBIDDEN",
    "404 Not Found, CALL_NOT_FOUND",
    "407 Proxy Authentication Required, CALL_NEEDS_ACCOUNT",
    "408 Request Timeout, CALL_NOT_TAKEN",
    "480 Temporarily Unavailable, CALL_NOT_TAKEN",
    "482 Loop Detected, CALL_LOOP",
    "483 Too Many Hops, CALL_LOOP",
    "486 Busy Here, CALL_BUSY",
    "488 Not Acceptable Here, CALL_ENCRYPTION_WANTED",
    "500 Server Internal Error, CALL_UNAVAILABLE",
    "503 Service Unavailable, CALL_UNAVAILABLE",
    "603 Decline, CALL_NOT_TAKEN",
    "699 Strange, CALL_REFUSED"
  })
  void eachRefusalOfACallHasItsMeaning(String answer, Code code) {
    assertThat(only(byAddress(), call(answer), code).seen().get(0)).isEqualTo(answer);
  }

  @Test
  void anUnknownNumberWithoutARegistrationIsAboutTheRegistration() {
    Seen seen = call("404 Not Found").fact("registration=Rejected");

    only(registering(), seen, Code.CALL_WITHOUT_REGISTRATION);
  }

  @Test
  void aCallIsAskedForThePasswordAgainAndAgainWhenItIsWrong() {
    Seen seen =
        new Seen()
            .calling("configured")
            .sent("INVITE", "sip:+4930999@sip.example.com")
            .got("407 Proxy Authentication Required", "INVITE", CHALLENGE)
            .sent("INVITE", "sip:+4930999@sip.example.com", "Proxy-" + CREDENTIALS)
            .got("407 Proxy Authentication Required", "INVITE", CHALLENGE);

    only(byAddress(), seen, Code.CALL_PASSWORD_WRONG);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, PCMA, CALL_MEDIA_REFUSED, codecs",
    "OPTIONAL, '', CALL_MEDIA_REFUSED, codecs",
    "REQUIRED, '', CALL_MEDIA_REFUSED, mediaEncryption",
    "NONE, '', CALL_ENCRYPTION_WANTED, mediaEncryption"
  })
  void whatDoesNotFitIsTheSoundOrItsEncryption(
      String encryption, String codecs, Code code, String field) {
    Map<String, String> settings =
        codecs.isEmpty()
            ? Map.of("mediaEncryption", encryption)
            : Map.of("mediaEncryption", encryption, "codecs", "ALAW");
    Trunk trunk = byAddress().with(TrunkSettings.of(settings));

    Finding finding = only(trunk, call("488 Not Acceptable Here"), code);
    assertThat(finding.change().orElseThrow().values()).containsOnlyKeys(field);
  }

  @ParameterizedTest
  @CsvSource({
    "150 148, SOUND_BOTH_WAYS",
    "0 148, SOUND_NOT_HEARD",
    "150 0, SOUND_NOT_SENT",
    "0 0, SOUND_NOT_HEARD"
  })
  void soundIsMeasuredBothWays(String packets, Code code) {
    List<Code> codes = codes(byAddress(), call("200 OK").fact("audio=" + packets));

    assertThat(codes).contains(Code.CALL_ANSWERED, code);
  }

  @Test
  void aCallThatNobodyAnswersIsToldFromAProviderThatIsNotThere() {
    Seen silent = new Seen().calling("configured").sent("INVITE", "sip:+4930999@sip.example.com");
    assertThat(codes(byAddress(), silent))
        .contains(Code.NO_ANSWER)
        .doesNotContain(Code.CALL_UNANSWERED);

    Seen deaf =
        new Seen()
            .sent("OPTIONS", REGISTRAR)
            .got("200 OK", "OPTIONS")
            .calling("configured")
            .sent("INVITE", "sip:+4930999@sip.example.com");
    assertThat(codes(byAddress(), deaf)).contains(Code.CALL_UNANSWERED);
  }

  @Test
  void aNumberInToIsLookedForThere() {
    Seen seen =
        new Seen()
            .received("INVITE", "sip:account@10.1.0.10", "To: <sip:+4930123456@sip.example.com>");

    Finding finding = only(registering(), seen, Code.DID_IN_TO);
    assertThat(finding.seen()).containsExactly("+4930123456", "account");
    assertThat(finding.change()).contains(SettingChange.of("didFrom", "TO"));
    assertThat(registering().settings().with("didFrom", "TO").didFrom().name()).isEqualTo("TO");
  }

  @Test
  void aNumberInAHeaderIsLookedForInThatHeader() {
    Seen seen =
        new Seen()
            .received(
                "INVITE",
                "sip:account@10.1.0.10",
                "To: <sip:account@sip.example.com>",
                "P-Called-Party-ID: <sip:4930123456@sip.example.com>");

    assertThat(only(registering(), seen, Code.DID_IN_HEADER).change().orElseThrow().values())
        .containsEntry("didFrom", "HEADER")
        .containsEntry("didHeader", "P-Called-Party-ID");
  }

  @Test
  void aNumberWhereItIsLookedForIsGood() {
    Seen seen =
        new Seen()
            .received("INVITE", "sip:+4930123456@10.1.0.10", "To: <sip:account@sip.example.com>");

    only(byAddress(), seen, Code.DID_AS_SET);
  }

  @Test
  void aNumberInTheRequestUriIsLookedForThereAgain() {
    Trunk trunk = byAddress().with(TrunkSettings.of(Map.of("didFrom", "TO")));
    Seen seen =
        new Seen().received("INVITE", "sip:030123456@10.1.0.10", "To: <sip:pbx@sip.example.com>");

    assertThat(only(trunk, seen, Code.DID_IN_REQUEST_URI).change())
        .contains(SettingChange.of("didFrom", "REQUEST_URI"));
  }

  @Test
  void aCallWithoutTheNumberAnywhereSaysWhatItHas() {
    Seen seen = new Seen().received("INVITE", "sip:pbx@10.1.0.10", "To: <sip:pbx@example.com>");

    assertThat(only(byAddress(), seen, Code.DID_NOWHERE).seen()).containsExactly("pbx", "pbx");
  }

  @Test
  void aCallToOurselvesThatDoesNotComeBackIsMissing() {
    assertThat(codes(byAddress(), call("200 OK"))).contains(Code.INBOUND_MISSING);
  }

  @Test
  void withoutANumberToLookForTheAccountNameIsNotTheNumberThatWasCalled() {
    Trunk trunk =
        trunk(new TrunkAccess.Registration("4930777000", new Secret("s3cret")), Transport.UDP);
    Evidence seen =
        new Seen()
            .received("INVITE", "sip:4930777000@10.1.0.10", "To: <sip:+4930123456@example.com>")
            .evidence();

    assertThat(Diagnosis.of(trunk, Optional.empty(), seen, NOW))
        .extracting(Finding::code)
        .containsExactly(Code.DID_IN_TO);
  }

  @Test
  void aProviderThatAnswersOverTlsOnlyGetsTls() {
    Seen seen =
        new Seen()
            .fact("port=192.0.2.5 5060 refused")
            .fact("port=192.0.2.5 5061 open")
            .fact("tls=192.0.2.5 5061 agreed")
            .sent("OPTIONS", REGISTRAR);

    assertThat(only(byAddress(), seen, Code.TLS_ONLY).change())
        .contains(SettingChange.of("transport", "TLS"));
    Trunk withPort = onPort(byAddress(), 5060);
    assertThat(only(withPort, seen, Code.TLS_ONLY).change().orElseThrow().values())
        .containsEntry("transport", "TLS")
        .containsEntry("port", "");
  }

  @Test
  void aProviderThatAnswersOverTcpOnlyGetsTcp() {
    Seen seen = new Seen().fact("port=192.0.2.5 5060 open").fact("port=192.0.2.5 5061 silent");

    assertThat(only(byAddress(), seen, Code.TCP_ONLY).change())
        .contains(SettingChange.of("transport", "TCP"));
  }

  @Test
  void aPortThatIsShutIsToldFromSilence() {
    Trunk tcp = trunk(addresses(), Transport.TCP);
    only(tcp, new Seen().fact("port=192.0.2.5 5060 refused"), Code.PORT_REFUSED);
    only(tcp, new Seen().fact("port=192.0.2.5 5060 silent"), Code.NO_ANSWER);
    Trunk tls = trunk(addresses(), Transport.TLS);
    only(
        tls,
        new Seen().fact("port=192.0.2.5 5061 open").fact("tls=192.0.2.5 5061 refused"),
        Code.TLS_REFUSED);
  }

  @ParameterizedTest
  @CsvSource({"nxdomain, DNS_NO_SUCH_NAME", "none, DNS_NO_ADDRESS", "silent, DNS_SILENT"})
  void aNameThatLeadsNowhereIsTheCauseOfEverythingElse(String answer, Code code) {
    assertThat(
            only(byAddress(), new Seen().fact("dns=" + answer + " sip.example.com"), code).seen())
        .containsExactly("sip.example.com");
  }

  @Test
  void aNameWithoutAnAddressButWithServersIsGood() {
    Seen seen =
        new Seen()
            .fact("srv=_sip._udp 10 20 5060 edge.example.net")
            .fact("dns=none sip.example.com")
            .fact("dns=a edge.example.net 192.0.2.5")
            .sent("OPTIONS", REGISTRAR)
            .got("200 OK", "OPTIONS");

    assertThat(codes(byAddress(), seen))
        .contains(Code.DNS_FOUND, Code.ANSWERS)
        .doesNotContain(Code.DNS_NO_ADDRESS);
  }

  @Test
  void aProviderThatIgnoresOptionsIsNotAskedAnyMore() {
    Seen seen =
        new Seen().sent("OPTIONS", REGISTRAR).sent("REGISTER", REGISTRAR).got("200 OK", "REGISTER");

    Finding finding =
        Diagnosis.of(registering(), Optional.empty(), seen.evidence(), NOW).stream()
            .filter(each -> each.code() == Code.OPTIONS_IGNORED)
            .findFirst()
            .orElseThrow();
    assertThat(finding.change()).contains(SettingChange.of("qualifySeconds", "0"));
  }

  @ParameterizedTest
  @CsvSource({
    "Nov 28 11:00:00 2026 GMT, CN = sip.example.com, '', CERTIFICATE_EXPIRED",
    "Dec  5 11:00:00 2026 GMT, CN = sip.example.com, '', CERTIFICATE_EXPIRES_SOON",
    "Nov 28 11:00:00 2027 GMT, CN = sip.example.com, '', CERTIFICATE_GOOD",
    "Nov 28 11:00:00 2027 GMT, CN=other, 'DNS:*.example.com, DNS:x.org', CERTIFICATE_GOOD",
    "Nov 28 11:00:00 2027 GMT, CN = sip.example.com, DNS:example.org, CERTIFICATE_OF_ANOTHER"
  })
  void aCertificateIsReadAsAPersonWould(String expires, String subject, String names, Code code) {
    Seen seen =
        new Seen()
            .fact("port=192.0.2.5 5061 open")
            .fact("tls=192.0.2.5 5061 agreed")
            .fact("subject=" + subject)
            .fact("expires=" + expires)
            .fact("names=" + names)
            .sent("OPTIONS", REGISTRAR)
            .got("200 OK", "OPTIONS");

    assertThat(codes(trunk(addresses(), Transport.TLS), seen)).contains(code);
  }

  @Test
  void theFarEndSaysHowItSeesUs() {
    Seen seen = new Seen().sent("OPTIONS", REGISTRAR).got("200 OK", "OPTIONS");

    Finding finding =
        Diagnosis.of(byAddress(), Optional.empty(), seen.evidence(), NOW).stream()
            .filter(each -> each.code() == Code.ADDRESS_TRANSLATED)
            .findFirst()
            .orElseThrow();
    assertThat(finding.seen()).containsExactly("10.1.0.10:5060", "203.0.113.7:61234");
  }

  @Test
  void aPbxThatDoesNotRunIsTheOnlyFinding() {
    assertThat(codes(byAddress(), new Seen().fact("asterisk=down"))).containsExactly(Code.PBX_DOWN);
  }

  @Test
  void theWorstComesFirst() {
    Seen seen =
        new Seen()
            .sent("OPTIONS", REGISTRAR)
            .got("200 OK", "OPTIONS")
            .sent("REGISTER", REGISTRAR)
            .got("403 Forbidden", "REGISTER");

    assertThat(Diagnosis.of(registering(), Optional.empty(), seen.evidence(), NOW))
        .extracting(Finding::severity)
        .isSorted()
        .first()
        .isEqualTo(Finding.Severity.PROBLEM);
  }

  @Test
  void secretsAreMaskedWhereverTheyStand() {
    Evidence seen =
        new Seen()
            .sent(
                "REGISTER",
                REGISTRAR,
                CREDENTIALS,
                "Proxy-Authorization: Digest realm=\"x\", response=\"4567\"",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0")
            .evidence();

    assertThat(seen.messages().get(0).text())
        .contains("username=\"account\"", "inline:...")
        .doesNotContain("0123", "4567", "c2VjcmV0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "=",
        "message=",
        "message=1 in\n|x",
        "message=999999999999999999999 in a 1\n|\u0000",
        "call=",
        "call=x 9999999999999999999",
        "|\n|\n",
        "subject=before any handshake",
        "audio=-1 x",
        "srv=a b c d",
        "message=1 in x 1\n|SIP/2.0\n|CSeq:\n|Via:",
        "message=1 in x 1\n|SIP/2.0 999999999999 x\n|:\n|CSeq: x",
        "message=1 in x 1\n|INVITE\n|To"
      })
  void noReportIsTooStrangeToBeRead(String report) {
    Evidence seen = Evidence.parse(report + "\ncall=configured 0\n" + report);

    assertThat(Diagnosis.of(registering(), Optional.of(OURS), seen, NOW)).isNotNull();
    assertThat(Diagnosis.of(byAddress(), Optional.empty(), seen, NOW)).isNotNull();
  }

  private static Seen refusedTwice(String answer) {
    return new Seen()
        .sent("REGISTER", REGISTRAR)
        .got(answer, "REGISTER", CHALLENGE)
        .sent("REGISTER", REGISTRAR, CREDENTIALS)
        .got(answer, "REGISTER", CHALLENGE);
  }

  private static Seen call(String answer) {
    return new Seen()
        .calling("configured")
        .sent("INVITE", "sip:+4930123456@sip.example.com")
        .got(answer, "INVITE");
  }

  /** The finding with this code, which has to be the only problem or the only one of its kind. */
  private static Finding only(Trunk trunk, Seen seen, Code code) {
    List<Finding> findings = Diagnosis.of(trunk, Optional.of(OURS), seen.evidence(), NOW);
    assertThat(findings).extracting(Finding::code).contains(code);
    assertThat(findings)
        .filteredOn(each -> each.severity() == Finding.Severity.PROBLEM)
        .extracting(Finding::code)
        .isSubsetOf(code);
    return findings.stream().filter(each -> each.code() == code).findFirst().orElseThrow();
  }

  private static List<Code> codes(Trunk trunk, Seen seen) {
    return Diagnosis.of(trunk, Optional.of(OURS), seen.evidence(), NOW).stream()
        .map(Finding::code)
        .toList();
  }

  private static Trunk registering() {
    return trunk(new TrunkAccess.Registration("account", new Secret("s3cret")), Transport.UDP);
  }

  private static Trunk byAddress() {
    return trunk(addresses(), Transport.UDP);
  }

  private static TrunkAccess addresses() {
    return new TrunkAccess.IpAddress(List.of(SourceRange.parse("192.0.2.5")), Optional.empty());
  }

  private static Trunk onPort(Trunk trunk, int port) {
    return new Trunk(
        trunk.id(),
        trunk.name(),
        trunk.access(),
        trunk.host(),
        Optional.of(new Port(port)),
        trunk.transport(),
        trunk.numberFormat(),
        trunk.callerId(),
        trunk.incomingTo(),
        true,
        1);
  }

  private static Trunk trunk(TrunkAccess access, Transport transport) {
    return new Trunk(
        new TrunkId(new UUID(1, 1)),
        new DisplayName("Provider"),
        access,
        new SipHost("sip.example.com"),
        Optional.empty(),
        transport,
        NumberFormat.PLUS_E164,
        Optional.of(OURS),
        Optional.empty(),
        true,
        1);
  }
}
