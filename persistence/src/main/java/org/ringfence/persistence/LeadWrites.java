package org.ringfence.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.WidgetIntake.Admitted;
import org.ringfence.domain.tenant.TenantId;

/** Writes of what came with many requests at once. */
final class LeadWrites {
  private static final int DEPARTMENT = 60;

  private static final ManyRows DETAILS =
      new ManyRows(
          "INSERT IGNORE INTO callback_lead (callback_id, tenant_id, name, department, referrer,"
              + " utm_source, utm_medium, utm_campaign, utm_term, utm_content, consent_text,"
              + " consent_link, consent_version, consent_at, notes) VALUES ",
          "");

  private LeadWrites() {}

  /** A request that nothing came with has no row. */
  static void details(Connection connection, List<Admitted> admitted) throws SQLException {
    DETAILS.values(
        connection,
        admitted.stream()
            .filter(one -> !isEmpty(one.details()))
            .map(one -> row(one.request().tenantId(), one.details()))
            .toList());
  }

  /** Makes the row of a request that nothing came with. */
  static void details(Connection connection, TenantId tenantId, LeadDetails details)
      throws SQLException {
    DETAILS.values(connection, List.of(row(tenantId, details)));
  }

  private static boolean isEmpty(LeadDetails details) {
    return details.equals(LeadDetails.none(details.id()));
  }

  private static List<@Nullable Object> row(TenantId tenantId, LeadDetails details) {
    Optional<LeadDetails.Consent> consent = details.consent();
    Map<String, String> campaign = details.campaign();
    return ManyRows.row(
        details.id().toString(),
        tenantId.toString(),
        JpaRepository.cut(details.name(), LeadDetails.NAME),
        JpaRepository.cut(details.department(), DEPARTMENT),
        JpaRepository.cut(details.referrer(), LeadDetails.REFERRER),
        parameter(campaign, "source"),
        parameter(campaign, "medium"),
        parameter(campaign, "campaign"),
        parameter(campaign, "term"),
        parameter(campaign, "content"),
        consent.map(LeadDetails.Consent::text).orElse(""),
        consent.map(LeadDetails.Consent::link).orElse(""),
        consent.map(LeadDetails.Consent::version).orElse(""),
        consent.map(given -> Micros.of(given.at())).orElse(null),
        "");
  }

  private static String parameter(Map<String, String> campaign, String name) {
    return JpaRepository.cut(campaign.getOrDefault(name, ""), LeadDetails.PARAMETER);
  }

  /** Somebody is to be told of those that ask for it. */
  static void letters(Connection connection, List<Admitted> admitted) throws SQLException {
    new ManyRows(
            "INSERT IGNORE INTO callback_lead_letter (callback_id, tenant_id, asked_at, due_at)"
                + " VALUES ",
            "")
        .values(
            connection,
            admitted.stream()
                .filter(Admitted::letter)
                .map(Admitted::request)
                .map(
                    one ->
                        ManyRows.row(
                            one.id().toString(),
                            one.tenantId().toString(),
                            Micros.of(one.requestedAt()),
                            Micros.of(one.requestedAt())))
                .toList());
  }
}
