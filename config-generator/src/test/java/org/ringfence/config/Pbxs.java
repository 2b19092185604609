package org.ringfence.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Port;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.pbx.CallerIdHeader;
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

/** The PBXs that the tests render. */
final class Pbxs {
  private Pbxs() {}

  private static final Map<String, Map<String, String>> SETTINGS = settings();

  /** Settings of a registration trunk, by the name of their case. */
  private static Map<String, Map<String, String>> settings() {
    Map<String, Map<String, String>> cases = new LinkedHashMap<>();
    cases.put("outbound-proxy", Map.of("outboundProxy", "proxy.example.com:5080"));
    cases.put("servers-in-order", Map.of("gateways", "192.0.2.21:5070\ngw3.example.com"));
    cases.put(
        "servers-by-weight",
        Map.of("gateways", "192.0.2.21 3\n192.0.2.22", "gatewayOrder", "BY_WEIGHT", "weight", "2"));
    cases.put("contact-and-account-user", Map.of("contactUser", "4930123", "accountUser", "+4930"));
    cases.put("from-user-and-domain", Map.of("fromUser", "pilot", "fromDomain", "example.net"));
    cases.put("registration-and-addresses", Map.of("alsoFrom", "192.0.2.0/24 198.51.100.7"));
    cases.put("codecs", Map.of("codecs", "OPUS G722 ALAW G729 GSM"));
    cases.put("dtmf-info", Map.of("dtmf", "INFO"));
    cases.put("dtmf-inband", Map.of("dtmf", "INBAND"));
    cases.put("dtmf-auto", Map.of("dtmf", "AUTO"));
    cases.put("srtp-when-offered", Map.of("mediaEncryption", "OPTIONAL"));
    cases.put(
        "without-timers-and-100rel", Map.of("sessionTimers", "NO", "reliableProvisional", "NO"));
    cases.put(
        "with-timers-and-100rel",
        Map.of("sessionTimers", "REQUIRED", "reliableProvisional", "REQUIRED"));
    cases.put("no-early-media", Map.of("earlyMedia", "no"));
    cases.put("no-qualify-but-keep-alive", Map.of("qualifySeconds", "0", "keepAliveSeconds", "20"));
    cases.put("long-registration", Map.of("registrationSeconds", "3600"));
    cases.put("few-channels", Map.of("maxChannels", "2"));
    cases.put("slow-calls", Map.of("callsPerSecond", "1"));
    return cases;
  }

  /** Name to PBX; each has a directory of golden files. */
  static Map<String, TenantPbx> all() {
    Map<String, TenantPbx> cases = new LinkedHashMap<>();
    cases.put("empty", pbx("DE", List.of(), List.of()));
    cases.put(
        "registration-trunk", pbx("DE", List.of(registrationTrunk(1)), List.of(extension(101))));
    cases.put("ip-trunk-with-ranges", pbx("DE", List.of(ipTrunk(2)), List.of(extension(101))));
    cases.put(
        "ip-trunk-with-credentials",
        pbx(
            "GB",
            List.of(
                with(
                    ipTrunk(2),
                    new TrunkAccess.IpAddress(
                        List.of(SourceRange.parse("192.0.2.10")),
                        Optional.of(account("acme@example", "s3cret"))))),
            List.of(extension(101))));
    cases.put(
        "two-trunks-with-failover",
        pbx(
            "DE",
            List.of(registrationTrunk(1), ipTrunk(2)),
            List.of(extension(101), extension(102))));
    cases.put(
        "tcp-trunk",
        pbx(
            "DE",
            List.of(
                new Trunk(
                    trunkId(3),
                    new DisplayName("TCP"),
                    account("4930123456", "s3cret"),
                    new SipHost("192.0.2.30"),
                    Optional.of(new Port(5080)),
                    Transport.TCP,
                    NumberFormat.E164,
                    Optional.empty(),
                    Optional.of(new ExtensionNumber("101")),
                    true,
                    1)),
            List.of(extension(101))));
    for (NumberFormat format : NumberFormat.values()) {
      for (String country : List.of("DE", "US", "ES")) {
        cases.put(
            "format-"
                + format.name().toLowerCase(Locale.ROOT).replace('_', '-')
                + "-"
                + country.toLowerCase(Locale.ROOT),
            pbx(country, List.of(formatted(format)), List.of(extension(101))));
      }
    }
    cases.put("unlisted-country", pbx("AQ", List.of(formatted(NumberFormat.NATIONAL)), List.of()));
    cases.put(
        "trunk-switched-off",
        pbx(
            "DE",
            List.of(enabled(registrationTrunk(1), false), ipTrunk(2)),
            List.of(extension(102))));
    cases.put("trunk-that-rings-nobody", pbx("DE", List.of(ipTrunk(2)), List.of()));
    cases.put(
        "many-extensions",
        pbx(
            "DE",
            List.of(registrationTrunk(1)),
            IntStream.rangeClosed(200, 260).mapToObj(Pbxs::extension).toList()));
    SETTINGS.forEach(
        (name, settings) ->
            cases.put(
                name,
                pbx(
                    "DE",
                    List.of(registrationTrunk(1).with(TrunkSettings.of(settings))),
                    List.of(extension(101)))));
    for (CallerIdHeader header : CallerIdHeader.values()) {
      cases.put(
          "caller-id-by-" + header.name().toLowerCase(Locale.ROOT),
          pbx(
              "DE",
              List.of(
                  ipTrunk(2).with(TrunkSettings.of(Map.of("callerIdHeader", header.name()))),
                  registrationTrunk(1)
                      .with(TrunkSettings.of(Map.of("callerIdHeader", header.name())))),
              List.of(extension(101))));
    }
    cases.put(
        "tls-and-srtp",
        pbx(
            "DE",
            List.of(
                over(registrationTrunk(1), Transport.TLS)
                    .with(TrunkSettings.of(Map.of("mediaEncryption", "REQUIRED")))),
            List.of(extension(101))));
    cases.put(
        "two-accounts-at-one-provider",
        pbx("DE", List.of(registrationTrunk(1), registrationTrunk(2)), List.of(extension(101))));
    cases.put(
        "plan-with-a-cap-on-calls",
        pbx("DE", List.of(), List.of(extension(101))).withMostCalls(OptionalInt.of(12)));
    cases.put("hostile-values", hostile());
    cases.putAll(Handlings.cases());
    cases.putAll(Persons.cases());
    cases.putAll(Outgoing.cases());
    return cases;
  }

  static TenantPbx named(String name) {
    return Objects.requireNonNull(all().get(name), name);
  }

  static TenantPbx pbx(String country, List<Trunk> trunks, List<Extension> extensions) {
    return new TenantPbx(
        new Slug("acme"),
        new Country(country),
        trunks,
        extensions,
        new Ipv4("10.213.180.1"),
        new Secret("ami-secret-of-the-tests"));
  }

  static Extension extension(int number) {
    return extension(number, "Person " + number);
  }

  static Extension extension(int number, String name) {
    return new Extension(
        new ExtensionId(new UUID(0xe0000000L << 32, number)),
        new ExtensionNumber(Integer.toString(number)),
        new DisplayName(name),
        DigestCredentials.of(
            Integer.toString(number), "acme", new Secret("password-of-" + number)));
  }

  static TrunkId trunkId(int number) {
    return new TrunkId(new UUID((0xa0000000L + number) << 32, number));
  }

  static TrunkAccess.Registration account(String username, String password) {
    return new TrunkAccess.Registration(username, new Secret(password));
  }

  static Trunk registrationTrunk(int number) {
    return new Trunk(
        trunkId(number),
        new DisplayName("Provider " + number),
        account("acme-" + number, "s3cret;with,semi\\colons"),
        new SipHost("sip.example.com"),
        Optional.empty(),
        Transport.UDP,
        NumberFormat.PLUS_E164,
        Optional.of(new E164("+4930123456")),
        Optional.of(new ExtensionNumber("101")),
        true,
        number);
  }

  static Trunk ipTrunk(int number) {
    return new Trunk(
        trunkId(number),
        new DisplayName("Provider " + number),
        new TrunkAccess.IpAddress(
            List.of(
                SourceRange.parse("192.0.2.10"),
                SourceRange.parse("198.51.100.0/24"),
                SourceRange.parse("203.0.113.128/25")),
            Optional.empty()),
        new SipHost("192.0.2.10"),
        Optional.of(new Port(5060)),
        Transport.UDP,
        NumberFormat.E164,
        Optional.empty(),
        Optional.of(new ExtensionNumber("101")),
        true,
        number);
  }

  static Trunk formatted(NumberFormat format) {
    return new Trunk(
        trunkId(4),
        new DisplayName("Provider"),
        new TrunkAccess.IpAddress(List.of(SourceRange.parse("192.0.2.10")), Optional.empty()),
        new SipHost("192.0.2.10"),
        Optional.empty(),
        Transport.UDP,
        format,
        Optional.of(new E164("+4930123456")),
        Optional.of(new ExtensionNumber("101")),
        true,
        1);
  }

  static Trunk with(Trunk trunk, TrunkAccess access) {
    return new Trunk(
        trunk.id(),
        trunk.name(),
        access,
        trunk.host(),
        trunk.port(),
        trunk.transport(),
        trunk.numberFormat(),
        trunk.callerId(),
        trunk.incomingTo(),
        trunk.enabled(),
        trunk.position());
  }

  static Trunk enabled(Trunk trunk, boolean enabled) {
    return new Trunk(
        trunk.id(),
        trunk.name(),
        trunk.access(),
        trunk.host(),
        trunk.port(),
        trunk.transport(),
        trunk.numberFormat(),
        trunk.callerId(),
        trunk.incomingTo(),
        enabled,
        trunk.position());
  }

  static Trunk over(Trunk trunk, Transport transport) {
    return new Trunk(
        trunk.id(),
        trunk.name(),
        trunk.access(),
        trunk.host(),
        trunk.port(),
        transport,
        trunk.numberFormat(),
        trunk.callerId(),
        trunk.incomingTo(),
        trunk.enabled(),
        trunk.position(),
        trunk.settings());
  }

  static Trunk named(Trunk trunk, String name) {
    return new Trunk(
        trunk.id(),
        new DisplayName(name),
        trunk.access(),
        trunk.host(),
        trunk.port(),
        trunk.transport(),
        trunk.numberFormat(),
        trunk.callerId(),
        trunk.incomingTo(),
        trunk.enabled(),
        trunk.position());
  }

  /** Everything a person may type freely, with everything that has a meaning in Asterisk. */
  private static TenantPbx hostile() {
    List<String> names =
        List.of(
            "[general]",
            "; comment",
            ";--",
            "--;",
            "#include \"/etc/passwd\"",
            "#exec /bin/sh",
            "exten => s,1,System(id)",
            "\" <911> \"",
            "\\",
            "\\\"",
            "a,b(c)&d|e",
            "${SHELL(id)}",
            "$[1+1]",
            "%s%n%d",
            "<sip:911@192.0.2.1>",
            "Zoë Ångström 北京 📞",
            "📞".repeat(40),
            "=> = +=",
            "(!)",
            "same");
    List<Extension> extensions =
        IntStream.range(0, names.size()).mapToObj(i -> extension(300 + i, names.get(i))).toList();
    Trunk hostile =
        new Trunk(
            trunkId(5),
            new DisplayName(";-- [trunk] ${SHELL(id)}"),
            account("_X!~*'()&=+$@acme", ";--\\;[x]${y}$[z]\"'#%s,|\\"),
            new SipHost("sip.example.com"),
            Optional.empty(),
            Transport.TCP,
            NumberFormat.NATIONAL,
            Optional.of(new E164("+12125550100")),
            Optional.of(new ExtensionNumber("300")),
            true,
            1);
    return pbx("DE", List.of(hostile), extensions);
  }
}
