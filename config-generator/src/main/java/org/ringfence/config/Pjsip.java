package org.ringfence.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringfence.domain.Country;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.pbx.CallerIdHeader;
import org.ringfence.domain.pbx.Codec;
import org.ringfence.domain.pbx.DtmfMode;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.Gateway;
import org.ringfence.domain.pbx.MediaEncryption;
import org.ringfence.domain.pbx.SipUser;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Support;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkSettings;

/**
 * pjsip.conf: transports and trunks, and pjsip_phones.conf: phones. Most changes are about phones
 * alone, which a guest sees by the file, and then reads less again.
 */
final class Pjsip {
  /** Asterisk counts failed attempts and stops at this number: at one per 30 s in 950 years. */
  private static final int NEVER_GIVE_UP = 1_000_000_000;

  /** Asterisk keeps 79 bytes of a caller's name (caller_id_handler in pjsip_configuration.c). */
  private static final int LONGEST_NAME = 79;

  private static final Pattern PLAIN_USER = Pattern.compile("[A-Za-z0-9+][A-Za-z0-9+._~-]*");
  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+");
  private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

  private Pjsip() {}

  static List<Section> transportsAndTrunks(TenantPbx pbx) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.named("global", "Every PBX", Source.pbx())
            .with("type", "global")
            .with("user_agent", "Ringfence")
            .with("default_realm", pbx.realm().value())
            .with("default_from_user", pbx.realm().value())
            .with("endpoint_identifier_order", "ip,username")
            .build());
    sections.add(transport("transport-udp", "udp"));
    sections.add(transport("transport-tcp", "tcp"));
    if (usesTls(pbx)) {
      sections.add(tls());
    }
    for (Trunk trunk : pbx.trunks()) {
      if (trunk.enabled()) {
        trunk(sections, pbx, trunk);
      }
    }
    return sections;
  }

  static List<Section> phones(TenantPbx pbx) {
    List<Section> sections = new ArrayList<>();
    for (Extension extension : pbx.extensions()) {
      phone(sections, pbx, extension);
    }
    return sections;
  }

  static boolean usesTls(TenantPbx pbx) {
    return pbx.trunks().stream()
        .anyMatch(trunk -> trunk.enabled() && trunk.transport() == Transport.TLS);
  }

  static boolean usesSrtp(TenantPbx pbx) {
    return pbx.trunks().stream()
        .anyMatch(
            trunk -> trunk.enabled() && trunk.settings().mediaEncryption() != MediaEncryption.NONE);
  }

  /** For connections to providers; the image has no certificates to verify theirs with yet. */
  private static Section tls() {
    return Section.named("transport-tls", "Every PBX with a trunk over TLS", Source.pbx())
        .with("type", "transport")
        .with("protocol", "tls")
        .with("bind", "0.0.0.0:5061")
        .with("method", "tlsv1_2")
        .with("verify_server", "no")
        .build();
  }

  private static String transportOf(Trunk trunk) {
    return "transport-" + trunk.transport().name().toLowerCase(Locale.ROOT);
  }

  private static Section transport(String name, String protocol) {
    return Section.named(name, "Every PBX", Source.pbx())
        .with("type", "transport")
        .with("protocol", protocol)
        .with("bind", "0.0.0.0:5060")
        .build();
  }

  private static void phone(List<Section> sections, TenantPbx pbx, Extension extension) {
    String number = extension.number().value();
    Source source = Source.extension(extension.id());
    String comment = Comments.of(extension);
    Section.Builder endpoint =
        endpoint(number, comment, source, codecs(pbx.country()))
            .with("context", "phones")
            .with("auth", number)
            .with("aors", number)
            .with("identify_by", "username")
            .with("callerid", quoted(extension.name().value()) + " <" + number + ">")
            .with("rewrite_contact", "yes")
            .with("allow_subscribe", "yes")
            .with("subscribe_context", "hints")
            // What a caller may do by keys, as options of Dial; only phones have any.
            .with("set_var", "INSIDE=TK");
    String group = extension.settings().pickupGroup();
    if (!group.isEmpty()) {
      endpoint.with("named_call_group", group).with("named_pickup_group", group);
    }
    extension
        .settings()
        .callerId()
        .ifPresent(shown -> endpoint.with("set_var", "__SHOWN=" + shown.digits()));
    if (extension.hasMailbox()) {
      endpoint.with("mailboxes", number + "@" + People.MAILBOXES);
    }
    sections.add(endpoint.build());
    sections.add(
        Section.named(number, comment, source)
            .with("type", "auth")
            .with("auth_type", "digest")
            .with("username", number)
            .with("realm", pbx.realm().value())
            .with("supported_algorithms_uas", "SHA-256,MD5")
            .with("password_digest", "SHA-256:" + extension.credentials().sha256())
            .with("password_digest", "MD5:" + extension.credentials().md5())
            .build());
    sections.add(
        Section.named(number, comment, source)
            .with("type", "aor")
            .with("max_contacts", extension.settings().devices())
            // A phone that comes back from another address takes the place of the oldest.
            .with("remove_existing", "yes")
            .with("minimum_expiration", 60)
            .with("default_expiration", 600)
            .with("maximum_expiration", 3600)
            .with("qualify_frequency", 60)
            .build());
  }

  private static void trunk(List<Section> sections, TenantPbx pbx, Trunk trunk) {
    Optional<TrunkAccess.Registration> account = account(trunk.access());
    endpointOf(sections, pbx, trunk, account);
    Source source = Source.trunk(trunk.id());
    String name = trunk.sectionName();
    String comment = Comments.of(trunk);
    Section.Builder aor =
        Section.named(name, comment, source)
            .with("type", "aor")
            .with("contact", uri(trunk))
            .with("qualify_frequency", trunk.settings().qualifySeconds());
    proxied(aor, trunk);
    sections.add(aor.build());
    account.ifPresent(
        credentials ->
            sections.add(
                Section.named(name, comment, source)
                    .with("type", "auth")
                    .with("auth_type", "digest")
                    .with("supported_algorithms_uac", "SHA-256,MD5")
                    .with("username", credentials.username())
                    .with("password", password(trunk, credentials))
                    .build()));
    if (trunk.access() instanceof TrunkAccess.Registration registration) {
      sections.add(registration(trunk, registration));
      // A provider that drops the line parameter is still known by its address, if that is fixed.
      identify(sections, trunk, addressesOf(trunk));
    } else if (trunk.access() instanceof TrunkAccess.IpAddress byAddress) {
      identify(sections, trunk, byAddress.sources().stream().map(SourceRange::toString).toList());
    }
  }

  private static void endpointOf(
      List<Section> sections,
      TenantPbx pbx,
      Trunk trunk,
      Optional<TrunkAccess.Registration> account) {
    String name = trunk.sectionName();
    Section.Builder endpoint =
        endpoint(name, Comments.of(trunk), Source.trunk(trunk.id()), codecs(trunk, pbx.country()))
            .with("context", "from-" + name)
            .with("transport", transportOf(trunk))
            .with("aors", name)
            .with("allow_subscribe", "no")
            // A provider must not send a call on through the tenant's other lines.
            .with("allow_transfer", "no");
    TrunkSettings settings = trunk.settings();
    proxied(endpoint, trunk);
    account.ifPresent(credentials -> endpoint.with("outbound_auth", name));
    fromUser(trunk, account).ifPresent(user -> endpoint.with("from_user", user));
    settings
        .fromDomain()
        .map(SipHost::value)
        .or(() -> account.map(credentials -> domain(trunk, credentials)))
        .ifPresent(domain -> endpoint.with("from_domain", domain));
    media(endpoint, settings);
    endpoint
        // Never by the name in From: anybody could write it there.
        .with("identify_by", "ip")
        .with("trust_id_inbound", "yes")
        .with("send_connected_line", "no")
        .with("send_diversion", "no");
    if (trunk.callerId().isPresent()) {
      switch (settings.callerIdHeader()) {
        case PAI -> endpoint.with("trust_id_outbound", "yes").with("send_pai", "yes");
        case RPID -> endpoint.with("trust_id_outbound", "yes").with("send_rpid", "yes");
        // The dialplan writes the last two.
        case FROM, PPI, DIVERSION -> {}
      }
    }
    sections.add(endpoint.build());
  }

  /** The user in From; empty where it is the number that is shown to called people. */
  private static Optional<String> fromUser(
      Trunk trunk, Optional<TrunkAccess.Registration> account) {
    Optional<String> wanted = trunk.settings().fromUser().map(SipUser::value);
    boolean number =
        trunk.settings().callerIdHeader() == CallerIdHeader.FROM && trunk.callerId().isPresent();
    return wanted.or(
        () -> number ? Optional.empty() : account.map(credentials -> user(trunk, credentials)));
  }

  /** What differs from Asterisk's defaults. */
  private static void media(Section.Builder endpoint, TrunkSettings settings) {
    if (settings.dtmf() != DtmfMode.RFC4733) {
      endpoint.with("dtmf_mode", settings.dtmf().name().toLowerCase(Locale.ROOT));
    }
    if (settings.mediaEncryption() != MediaEncryption.NONE) {
      endpoint.with("media_encryption", "sdes");
    }
    if (settings.mediaEncryption() == MediaEncryption.OPTIONAL) {
      endpoint.with("media_encryption_optimistic", "yes");
    }
    if (settings.sessionTimers() != Support.YES) {
      endpoint.with("timers", settings.sessionTimers().name().toLowerCase(Locale.ROOT));
    }
    if (settings.reliableProvisional() != Support.YES) {
      endpoint.with("100rel", settings.reliableProvisional().name().toLowerCase(Locale.ROOT));
    }
    if (settings.keepAliveSeconds() > 0) {
      endpoint.with("rtp_keepalive", settings.keepAliveSeconds());
    }
  }

  private static String codecs(Trunk trunk, Country country) {
    List<Codec> codecs = trunk.settings().codecs();
    return codecs.isEmpty()
        ? codecs(country)
        : "!all,"
            + codecs.stream()
                .map(codec -> codec.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
  }

  private static String codecs(Country country) {
    return NumberingPlan.of(country).isNorthAmerica() ? "!all,ulaw,alaw" : "!all,alaw,ulaw";
  }

  private static Section.Builder endpoint(
      String name, String comment, Source source, String codecs) {
    return Section.named(name, comment, source)
        .with("type", "endpoint")
        .with("allow", codecs)
        .with("direct_media", "no")
        .with("rtp_symmetric", "yes")
        .with("force_rport", "yes")
        .with("rtp_timeout", 120)
        .with("rtp_timeout_hold", 3600)
        .with("set_var", CallRecords.atTheEnd());
  }

  private static Section registration(Trunk trunk, TrunkAccess.Registration account) {
    String name = trunk.sectionName();
    Section.Builder registration =
        Section.named(name, Comments.of(trunk), Source.trunk(trunk.id()))
            .with("type", "registration")
            .with("transport", transportOf(trunk))
            .with("server_uri", uri(trunk))
            .with(
                "client_uri", "sip:" + accountUser(trunk, account) + "@" + domain(trunk, account));
    proxied(registration, trunk);
    return registration
        .with("contact_user", contactUser(trunk, account))
        .with("outbound_auth", name)
        .with("endpoint", name)
        .with("line", "yes")
        .with("expiration", trunk.settings().registrationSeconds())
        .with("max_random_initial_delay", 2)
        .with("retry_interval", 30)
        .with("forbidden_retry_interval", 120)
        .with("fatal_retry_interval", 120)
        .with("auth_rejection_permanent", "no")
        .with("max_retries", NEVER_GIVE_UP)
        .build();
  }

  /** The servers that are given by address. */
  private static List<String> addressesOf(Trunk trunk) {
    return Stream.concat(
            Stream.of(trunk.host()), trunk.settings().gateways().stream().map(Gateway::host))
        .map(SipHost::value)
        .filter(host -> IPV4.matcher(host).matches())
        .toList();
  }

  private static void identify(List<Section> sections, Trunk trunk, List<String> addresses) {
    Set<String> matches = new LinkedHashSet<>(addresses);
    trunk.settings().alsoFrom().forEach(range -> matches.add(range.toString()));
    if (!matches.isEmpty()) {
      Section.Builder identify =
          Section.named(trunk.sectionName(), Comments.of(trunk), Source.trunk(trunk.id()))
              .with("type", "identify")
              .with("endpoint", trunk.sectionName());
      matches.forEach(match -> identify.with("match", match));
      sections.add(identify.build());
    }
  }

  /** Endpoint, registration and AOR alike: with only one of them some providers answer 403. */
  private static void proxied(Section.Builder section, Trunk trunk) {
    trunk
        .settings()
        .outboundProxy()
        .ifPresent(
            proxy ->
                section.with(
                    "outbound_proxy",
                    "sip:"
                        + proxy.host()
                        + proxy.port().map(port -> ":" + port).orElse("")
                        + parameter(trunk)
                        + ";lr"));
  }

  private static Optional<TrunkAccess.Registration> account(TrunkAccess access) {
    if (access instanceof TrunkAccess.Registration registration) {
      return Optional.of(registration);
    }
    if (access instanceof TrunkAccess.IpAddress byAddress) {
      return byAddress.credentials();
    }
    return Optional.empty();
  }

  /**
   * What the provider calls us by: the account name, or the section name when the account name
   * could be taken for a pattern in the dialplan.
   */
  static String contactUser(Trunk trunk, TrunkAccess.Registration account) {
    String user =
        trunk.settings().contactUser().map(SipUser::value).orElseGet(() -> user(trunk, account));
    return PLAIN_USER.matcher(user).matches() ? user : trunk.sectionName();
  }

  /** The user we register, which need not be the one that authenticates. */
  private static String accountUser(Trunk trunk, TrunkAccess.Registration account) {
    return trunk.settings().accountUser().map(SipUser::value).orElseGet(() -> user(trunk, account));
  }

  /** The domain of our address at the provider. */
  static String domain(Trunk trunk) {
    return trunk
        .settings()
        .fromDomain()
        .map(SipHost::value)
        .or(() -> account(trunk.access()).map(account -> domain(trunk, account)))
        .orElseGet(() -> trunk.host().value());
  }

  private static String password(Trunk trunk, TrunkAccess.Registration account) {
    String password = account.password().reveal();
    if (password.charAt(0) <= ' ' || password.charAt(password.length() - 1) <= ' ') {
      throw new UnrenderableConfig(
          "The password of trunk "
              + trunk.name()
              + " begins or ends with a blank, which Asterisk would cut off. Please ask the"
              + " provider for another one.");
    }
    return password;
  }

  /** {@code sip:host:port;transport=tcp}; without a port DNS decides. */
  private static String uri(Trunk trunk) {
    return "sip:"
        + trunk.host()
        + trunk.port().map(port -> ":" + port).orElse("")
        + parameter(trunk);
  }

  static String parameter(Trunk trunk) {
    return trunk.transport() == Transport.UDP
        ? ""
        : ";transport=" + trunk.transport().name().toLowerCase(Locale.ROOT);
  }

  /**
   * The user of our address at the provider. An account name of the form user@domain is an address
   * as a whole; the provider authenticates us by all of it.
   */
  private static String user(Trunk trunk, TrunkAccess.Registration account) {
    String user = account.username();
    int at = user.indexOf('@');
    String local = at < 0 ? user : user.substring(0, at);
    return local.isEmpty() ? trunk.sectionName() : local;
  }

  private static String domain(Trunk trunk, TrunkAccess.Registration account) {
    String user = account.username();
    String domain = user.substring(user.indexOf('@') + 1);
    boolean isDomain = domain.length() < user.length() && DOMAIN.matcher(domain).matches();
    return isDomain ? domain : trunk.host().value();
  }

  /** A name in quotes, cut to what Asterisk keeps, never within a character. */
  private static String quoted(String name) {
    StringBuilder text = new StringBuilder("\"");
    int bytes = 0;
    for (int i = 0; i < name.length(); i = name.offsetByCodePoints(i, 1)) {
      int c = name.codePointAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes > LONGEST_NAME) {
        break;
      }
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.appendCodePoint(c);
    }
    return text.append('"').toString();
  }
}
