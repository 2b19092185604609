package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.LeadLetters;
import org.ringfence.domain.callback.LeadRepository;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.TenantId;

/** A row for each letter that is still to go; the lead itself is read when it goes. */
@ApplicationScoped
@Transactional
class JpaLeadLetters extends JpaRepository implements LeadLetters {
  @Inject LeadRepository leads;

  @Override
  public Optional<Outgoing> claim(Duration lease, Instant since, Instant now) {
    List<Object[]> rows =
        rows(
            "SELECT callback_id, tenant_id, asked_at FROM callback_lead_letter WHERE due_at <= ?"
                + " ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED",
            Micros.of(now));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    CallbackId id = CallbackId.parse(rows.get(0)[0].toString());
    TenantId tenantId = TenantId.parse(rows.get(0)[1].toString());
    boolean news = ((Number) rows.get(0)[2]).longValue() >= Micros.of(since);
    Optional<Outgoing> due = news ? outgoing(tenantId, id) : Optional.empty();
    if (due.isEmpty()) {
      sent(tenantId, id);
      return claim(lease, since, now);
    }
    change(
        "UPDATE callback_lead_letter SET due_at = ? WHERE callback_id = ?",
        Micros.of(now.plus(lease)),
        id.toString());
    return due;
  }

  private Optional<Outgoing> outgoing(TenantId tenantId, CallbackId id) {
    return rows(
            "SELECT w.name, d.value FROM callback_request c JOIN widget w ON w.id = c.widget_id"
                + " JOIN widget_design d ON d.widget_id = w.id AND d.field = 'leadsTo'"
                + " WHERE c.id = ? AND c.tenant_id = ? AND NOT c.anonymous",
            id.toString(),
            tenantId.toString())
        .stream()
        .findFirst()
        .flatMap(
            row ->
                leads
                    .find(tenantId, id)
                    .map(
                        lead ->
                            new Outgoing(
                                tenantId,
                                lead,
                                new DisplayName(row[0].toString()),
                                new EmailAddress(row[1].toString()))));
  }

  @Override
  public void sent(TenantId tenantId, CallbackId id) {
    change(
        "DELETE FROM callback_lead_letter WHERE callback_id = ? AND tenant_id = ?",
        id.toString(),
        tenantId.toString());
  }
}
