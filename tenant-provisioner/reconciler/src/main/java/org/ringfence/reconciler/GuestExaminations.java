package org.ringfence.reconciler;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.doctor.Examination;
import org.ringfence.domain.doctor.ExaminationId;
import org.ringfence.domain.doctor.ExaminationRepository;
import org.ringfence.domain.number.Dialling;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;

/** Hands the trunk doctor's orders to guests, and takes their reports. */
final class GuestExaminations {
  private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

  private final ExaminationRepository examinations;
  private final TrunkRepository trunks;
  private final TenantRepository tenants;
  private final Clock clock;

  GuestExaminations(
      ExaminationRepository examinations,
      TrunkRepository trunks,
      TenantRepository tenants,
      Clock clock) {
    this.examinations = examinations;
    this.trunks = trunks;
    this.tenants = tenants;
    this.clock = clock;
  }

  /** What a tenant's guest should examine now; each is handed out once. */
  Optional<GuestAnswer> next(TenantId tenantId) {
    Instant now = clock.instant();
    return examinations
        .take(tenantId, now.minus(Examination.PATIENCE), now)
        .flatMap(
            examination ->
                trunks
                    .find(tenantId, examination.trunkId())
                    .map(
                        trunk ->
                            new GuestAnswer.Examine(
                                request(examination, trunk, country(tenantId)))));
  }

  private Optional<Country> country(TenantId tenantId) {
    return tenants.find(tenantId).map(Tenant::country);
  }

  /** Takes a guest's report; false when it was not asked for it. */
  boolean report(TenantId tenantId, ExaminationId id, String report) {
    return examinations.finish(tenantId, id, report, clock.instant());
  }

  /** The order as the guest reads it, see docs/guest-protocol.md. */
  static String request(Examination examination, Trunk trunk, Optional<Country> country) {
    List<String> lines = new ArrayList<>();
    lines.add("id=" + examination.id());
    lines.add("trunk=" + trunk.sectionName());
    lines.add("host=" + trunk.host());
    lines.add("port=" + trunk.port().map(port -> Integer.toString(port.value())).orElse(""));
    lines.add("transport=" + trunk.transport().name().toLowerCase(Locale.ROOT));
    lines.add(
        "proxy="
            + trunk
                .settings()
                .outboundProxy()
                .map(
                    proxy -> proxy.host() + proxy.port().map(port -> ":" + port.value()).orElse(""))
                .orElse(""));
    lines.add("registers=" + (trunk.access() instanceof TrunkAccess.Registration ? "yes" : "no"));
    sources(trunk).forEach(source -> lines.add("source=" + source));
    examination
        .number()
        .ifPresent(
            number -> {
              lines.add("call=" + number.digits());
              for (NumberFormat format : NumberFormat.values()) {
                if (format != trunk.numberFormat()) {
                  form(number, format, country)
                      .ifPresent(form -> lines.add("form=" + format.name() + " " + form));
                }
              }
            });
    return String.join("\n", lines) + "\n";
  }

  /** Further addresses whose messages are the provider's. */
  private static Stream<String> sources(Trunk trunk) {
    Stream<SourceRange> ranges =
        trunk.access() instanceof TrunkAccess.IpAddress byAddress
            ? byAddress.sources().stream()
            : Stream.empty();
    return Stream.concat(
        Stream.concat(ranges, trunk.settings().alsoFrom().stream())
            .filter(range -> range.prefix() == 32)
            .map(range -> range.address().toString()),
        trunk.settings().gateways().stream()
            .map(gateway -> gateway.host().value())
            .filter(host -> IPV4.matcher(host).matches()));
  }

  private static Optional<String> form(
      E164 number, NumberFormat format, Optional<Country> country) {
    return switch (format) {
      case PLUS_E164 -> Optional.of(number.value());
      case E164 -> Optional.of(number.digits());
      case NATIONAL ->
          country
              .flatMap(Dialling::in)
              .filter(own -> number.digits().startsWith(own.callingCode()))
              .map(
                  own ->
                      (own.callingCode().equals("1") ? "" : own.nationalPrefix())
                          + number.digits().substring(own.callingCode().length()));
    };
  }
}
