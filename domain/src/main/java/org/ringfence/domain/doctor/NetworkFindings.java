package org.ringfence.domain.doctor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.doctor.Finding.Code;
import org.ringfence.domain.pbx.Gateway;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;

/** Names, ports, certificates, and whether anybody answers. */
final class NetworkFindings {
  private static final Duration SOON = Duration.ofDays(14);

  /** As OpenSSL writes times: {@code Nov 8 12:00:00 2027 GMT}. */
  private static final DateTimeFormatter OPENSSL =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy z", Locale.ROOT);

  private static final Pattern COMMON_NAME = Pattern.compile("CN ?= ?([^,;/]+)");
  private static final int TLS_PORT = 5061;

  private final Trunk trunk;
  private final Evidence seen;
  private final List<Finding> findings = new ArrayList<>();

  private NetworkFindings(Trunk trunk, Evidence seen) {
    this.trunk = trunk;
    this.seen = seen;
  }

  static List<Finding> of(Trunk trunk, Evidence seen, Instant now) {
    NetworkFindings network = new NetworkFindings(trunk, seen);
    network.names();
    network.answers();
    network.certificates(now);
    network.ourAddress();
    return network.findings;
  }

  /** Where requests go first. */
  private String target() {
    return trunk.settings().outboundProxy().map(Gateway::host).orElseGet(trunk::host).value();
  }

  private void names() {
    boolean reachable = !seen.addresses().isEmpty();
    for (Evidence.Name name : seen.names()) {
      boolean matters = name.name().equalsIgnoreCase(target()) && seen.services().isEmpty();
      switch (name.answer()) {
        case "nxdomain" -> {
          if (matters) {
            findings.add(Finding.of(Code.DNS_NO_SUCH_NAME, name.name()));
          }
        }
        case "none" -> {
          if (matters) {
            findings.add(Finding.of(Code.DNS_NO_ADDRESS, name.name()));
          }
        }
        case "silent" -> {
          if (!reachable) {
            findings.add(Finding.of(Code.DNS_SILENT, name.name()));
          }
        }
        default -> {}
      }
    }
    if (reachable && findings.isEmpty()) {
      findings.add(Finding.of(Code.DNS_FOUND, target(), String.join(", ", seen.addresses())));
    }
  }

  private void answers() {
    if (seen.anyAnswer()) {
      answered();
    } else if (findings.stream().noneMatch(each -> each.severity() == Finding.Severity.PROBLEM)) {
      unanswered();
    }
  }

  private void answered() {
    Optional<SipText> options = seen.answers("OPTIONS").findFirst();
    if (options.isPresent()) {
      findings.add(Finding.of(Code.ANSWERS, options.get().address(), options.get().answer()));
    } else if (seen.requests("OPTIONS").anyMatch(SipText::outgoing)) {
      findings.add(Finding.of(Code.OPTIONS_IGNORED).with(SettingChange.of("qualifySeconds", "0")));
    }
  }

  private void unanswered() {
    Optional<Evidence.Handshake> tls =
        seen.handshakes().stream().filter(Evidence.Handshake::agreed).findFirst();
    if (trunk.transport() != Transport.TLS && tls.isPresent()) {
      findings.add(
          Finding.of(Code.TLS_ONLY, trunk.transport().name(), text(tls.get().port()))
              .with(transport(Transport.TLS)));
      return;
    }
    Optional<Evidence.Port> open =
        seen.ports().stream().filter(port -> port.state().equals("open")).findFirst();
    if (trunk.transport() == Transport.UDP && open.isPresent()) {
      findings.add(
          Finding.of(Code.TCP_ONLY, text(open.get().port())).with(transport(Transport.TCP)));
      return;
    }
    if (trunk.transport() == Transport.TLS
        && open.isPresent()
        && seen.handshakes().stream().noneMatch(Evidence.Handshake::agreed)) {
      findings.add(Finding.of(Code.TLS_REFUSED, target(), text(open.get().port())));
      return;
    }
    Optional<Evidence.Port> refused =
        seen.ports().stream().filter(port -> port.state().equals("refused")).findFirst();
    if (trunk.transport() != Transport.UDP && refused.isPresent()) {
      findings.add(
          Finding.of(Code.PORT_REFUSED, refused.get().address(), text(refused.get().port())));
      return;
    }
    findings.add(Finding.of(Code.NO_ANSWER, target(), trunk.transport().name()));
  }

  /** The port that was set belongs to the way that did not work. */
  private SettingChange transport(Transport wanted) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("transport", wanted.name());
    boolean standard =
        trunk.port().isPresent()
            && wanted == Transport.TLS
            && trunk.port().get().value() != TLS_PORT;
    if (standard) {
      values.put("port", "");
    }
    return new SettingChange(values);
  }

  private static String text(int number) {
    return Integer.toString(number);
  }

  private void certificates(Instant now) {
    if (trunk.transport() != Transport.TLS) {
      return;
    }
    for (Evidence.Handshake each : seen.handshakes()) {
      if (each.agreed() && !each.expires().isEmpty()) {
        certificate(each, now);
      }
    }
  }

  private void certificate(Evidence.Handshake each, Instant now) {
    Optional<Instant> expires = time(each.expires());
    if (expires.isPresent() && expires.get().isBefore(now)) {
      findings.add(Finding.of(Code.CERTIFICATE_EXPIRED, each.expires()));
    } else if (!covers(each)) {
      findings.add(Finding.of(Code.CERTIFICATE_OF_ANOTHER, target(), owner(each)));
    } else if (expires.isPresent() && expires.get().isBefore(now.plus(SOON))) {
      findings.add(Finding.of(Code.CERTIFICATE_EXPIRES_SOON, each.expires()));
    } else {
      findings.add(Finding.of(Code.CERTIFICATE_GOOD, owner(each), each.expires()));
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip().replaceAll(" +", " "), OPENSSL).toInstant());
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static String owner(Evidence.Handshake each) {
    String names = each.names().replaceAll("(?i)(DNS|IP Address):", "").strip();
    Matcher name = COMMON_NAME.matcher(each.subject());
    return !names.isEmpty() ? names : name.find() ? name.group(1).strip() : each.subject();
  }

  /** Whether a certificate is for the name, or the domain, that we wanted to speak to. */
  private boolean covers(Evidence.Handshake each) {
    String wanted = target().toLowerCase(Locale.ROOT);
    String domain = trunk.host().value().toLowerCase(Locale.ROOT);
    for (String name : owner(each).toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      boolean star =
          name.startsWith("*.")
              && wanted.indexOf('.') > 0
              && wanted.substring(wanted.indexOf('.')).equals(name.substring(1));
      if (name.equals(wanted) || name.equals(domain) || star) {
        return true;
      }
    }
    return false;
  }

  /** How the far end sees our address: what it wrote into our Via (RFC 3581). */
  private void ourAddress() {
    for (SipText answer :
        (Iterable<SipText>) seen.messages().stream().filter(each -> each.isAnswer())::iterator) {
      if (answer.outgoing()) {
        continue;
      }
      String via = answer.header("Via");
      Optional<String> ours = sentBy(via);
      Optional<String> received = SipText.parameter(via, "received");
      if (ours.isPresent() && received.isPresent()) {
        String rport = SipText.parameter(via, "rport").map(port -> ":" + port).orElse("");
        boolean same = ours.get().replaceAll(":.*", "").equals(received.get());
        findings.add(
            same
                ? Finding.of(Code.ADDRESS_AS_OURS, received.get() + rport)
                : Finding.of(Code.ADDRESS_TRANSLATED, ours.get(), received.get() + rport));
        return;
      }
    }
  }

  private static Optional<String> sentBy(String via) {
    String[] words = via.split("\\s+", 2);
    return words.length == 2
        ? Optional.of(words[1].replaceAll("[;,].*", "").strip())
        : Optional.empty();
  }
}
