package org.ringfence.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringfence.domain.Country;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;

/** pjsip.conf: transports, phones and trunks. */
final class Pjsip {
  /** Seconds between two REGISTERs; short, so that a provider that forgot us is noticed. */
  private static final int REGISTRATION_SECONDS = 300;

  /** Asterisk counts failed attempts and stops at this number: at one per 30 s in 950 years. */
  private static final int NEVER_GIVE_UP = 1_000_000_000;

  /** Asterisk keeps 79 bytes of a caller's name (caller_id_handler in pjsip_configuration.c). */
  private static final int LONGEST_NAME = 79;

  private static final Pattern PLAIN_USER = Pattern.compile("[A-Za-z0-9+][A-Za-z0-9+._~-]*");
  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+");
  private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

  private Pjsip() {}

  static List<Section> sections(TenantPbx pbx) {
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
    for (Extension extension : pbx.extensions()) {
      phone(sections, pbx, extension);
    }
    for (Trunk trunk : pbx.trunks()) {
      if (trunk.enabled()) {
        trunk(sections, pbx, trunk);
      }
    }
    return sections;
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
    sections.add(
        endpoint(number, comment, source, pbx.country())
            .with("context", "phones")
            .with("auth", number)
            .with("aors", number)
            .with("identify_by", "username")
            .with("callerid", quoted(extension.name().value()) + " <" + number + ">")
            .with("rewrite_contact", "yes")
            .build());
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
            .with("max_contacts", 1)
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
    sections.add(
        Section.named(name, comment, source)
            .with("type", "aor")
            .with("contact", uri(trunk))
            .with("qualify_frequency", 30)
            .build());
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
      if (IPV4.matcher(trunk.host().value()).matches()) {
        sections.add(identify(trunk).with("match", trunk.host().value()).build());
      }
    } else if (trunk.access() instanceof TrunkAccess.IpAddress byAddress) {
      Section.Builder identify = identify(trunk);
      for (SourceRange range : byAddress.sources()) {
        identify.with("match", range.toString());
      }
      sections.add(identify.build());
    }
  }

  private static void endpointOf(
      List<Section> sections,
      TenantPbx pbx,
      Trunk trunk,
      Optional<TrunkAccess.Registration> account) {
    String name = trunk.sectionName();
    Section.Builder endpoint =
        endpoint(name, Comments.of(trunk), Source.trunk(trunk.id()), pbx.country())
            .with("context", "from-" + name)
            .with(
                "transport", trunk.transport() == Transport.TCP ? "transport-tcp" : "transport-udp")
            .with("aors", name);
    account.ifPresent(
        credentials ->
            endpoint
                .with("outbound_auth", name)
                .with("from_user", user(trunk, credentials))
                .with("from_domain", domain(trunk, credentials)));
    endpoint
        // Never by the name in From: anybody could write it there.
        .with("identify_by", "ip")
        .with("trust_id_inbound", "yes")
        .with("send_connected_line", "no")
        .with("send_diversion", "no");
    if (trunk.callerId().isPresent()) {
      endpoint.with("trust_id_outbound", "yes").with("send_pai", "yes");
    }
    sections.add(endpoint.build());
  }

  private static Section.Builder endpoint(
      String name, String comment, Source source, Country country) {
    return Section.named(name, comment, source)
        .with("type", "endpoint")
        .with(
            "allow",
            NumberingPlan.of(country).isNorthAmerica() ? "!all,ulaw,alaw" : "!all,alaw,ulaw")
        .with("direct_media", "no")
        .with("rtp_symmetric", "yes")
        .with("force_rport", "yes")
        .with("allow_subscribe", "no")
        .with("rtp_timeout", 120)
        .with("rtp_timeout_hold", 3600);
  }

  private static Section registration(Trunk trunk, TrunkAccess.Registration account) {
    String name = trunk.sectionName();
    return Section.named(name, Comments.of(trunk), Source.trunk(trunk.id()))
        .with("type", "registration")
        .with("transport", trunk.transport() == Transport.TCP ? "transport-tcp" : "transport-udp")
        .with("server_uri", uri(trunk))
        .with("client_uri", "sip:" + user(trunk, account) + "@" + domain(trunk, account))
        .with("contact_user", contactUser(trunk, account))
        .with("outbound_auth", name)
        .with("endpoint", name)
        .with("line", "yes")
        .with("expiration", REGISTRATION_SECONDS)
        .with("max_random_initial_delay", 2)
        .with("retry_interval", 30)
        .with("forbidden_retry_interval", 120)
        .with("fatal_retry_interval", 120)
        .with("auth_rejection_permanent", "no")
        .with("max_retries", NEVER_GIVE_UP)
        .build();
  }

  private static Section.Builder identify(Trunk trunk) {
    return Section.named(trunk.sectionName(), Comments.of(trunk), Source.trunk(trunk.id()))
        .with("type", "identify")
        .with("endpoint", trunk.sectionName());
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
    String user = user(trunk, account);
    return PLAIN_USER.matcher(user).matches() ? user : trunk.sectionName();
  }

  private static String password(Trunk trunk, TrunkAccess.Registration account) {
    String password = account.password().reveal();
    if (password.charAt(0) <= ' ' || password.charAt(password.length() - 1) <= ' ') {
      throw new UnrenderableConfig(
          "The password of trunk "
              + trunk.name()
              + " begins or ends with a blank, which Asterisk would cut off. Please ask the provider for another one.");
    }
    return password;
  }

  /** {@code sip:host:port;transport=tcp}; without a port DNS decides. */
  private static String uri(Trunk trunk) {
    return "sip:"
        + trunk.host()
        + trunk.port().map(port -> ":" + port).orElse("")
        + (trunk.transport() == Transport.TCP ? ";transport=tcp" : "");
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
    for (int c : name.codePoints().toArray()) {
      String character = Character.toString(c);
      bytes += character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LONGEST_NAME) {
        break;
      }
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append(character);
    }
    return text.append('"').toString();
  }
}
