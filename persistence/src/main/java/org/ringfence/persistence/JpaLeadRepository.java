package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.LeadQuery;
import org.ringfence.domain.callback.LeadRepository;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.tenant.TenantId;

/** Requests of widgets with what came with them; older requests have nothing that did. */
@ApplicationScoped
@Transactional
class JpaLeadRepository extends JpaRepository implements LeadRepository {
  private static final String LEADS =
      "select c, l from CallbackRow c left join LeadRow l on l.callbackId = c.id"
          + " where c.tenantId = :tenant and c.widgetId <> c.tenantId";

  @Override
  public List<Lead> list(TenantId tenantId, LeadQuery query) {
    StringBuilder jpql = new StringBuilder(LEADS);
    Map<String, Object> parameters = new HashMap<>();
    query
        .text()
        .ifPresent(
            text -> {
              String digits = text.replaceAll("[\\s()/.-]", "");
              if (digits.matches("\\+?[0-9]{2,}")) {
                jpql.append(" and c.visitor like :text");
                // A trunk prefix is not part of the international number.
                parameters.put("text", "%" + digits.replaceFirst("^(\\+|0+)", "") + "%");
              } else {
                jpql.append(
                    " and (lower(l.name) like :text escape '!' or lower(c.page) like :text escape"
                        + " '!' or lower(l.referrer) like :text escape '!' or lower(l.source) like"
                        + " :text escape '!' or lower(l.campaign) like :text escape '!')");
                parameters.put(
                    "text", "%" + text.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%");
              }
            });
    query
        .from()
        .ifPresent(from -> where(jpql, parameters, "c.requestedAt >=", "from", Micros.of(from)));
    query.to().ifPresent(to -> where(jpql, parameters, "c.requestedAt <", "to", Micros.of(to)));
    query.state().ifPresent(state -> where(jpql, parameters, "c.state =", "state", state.name()));
    query
        .widget()
        .ifPresent(widget -> where(jpql, parameters, "c.widgetId =", "widget", widget.toString()));
    query
        .after()
        .ifPresent(
            cursor -> {
              jpql.append(" and (c.requestedAt < :at or (c.requestedAt = :at and c.id < :last))");
              parameters.put("at", Micros.of(cursor.at()));
              parameters.put("last", cursor.id().toString());
            });
    TypedQuery<Object[]> found =
        entities
            .createQuery(
                jpql.append(" order by c.requestedAt desc, c.id desc").toString(), Object[].class)
            .setParameter("tenant", tenantId.toString())
            .setMaxResults(query.limit());
    parameters.forEach(found::setParameter);
    return read(found).stream().map(JpaLeadRepository::lead).toList();
  }

  private static void where(
      StringBuilder jpql, Map<String, Object> parameters, String what, String name, Object value) {
    jpql.append(" and ").append(what).append(" :").append(name);
    parameters.put(name, value);
  }

  @Override
  public Optional<Lead> find(TenantId tenantId, CallbackId id) {
    return readOne(
            entities
                .createQuery(LEADS + " and c.id = :id", Object[].class)
                .setParameter("tenant", tenantId.toString())
                .setParameter("id", id.toString()))
        .map(JpaLeadRepository::lead);
  }

  private static Lead lead(@Nullable Object[] row) {
    if (!(row[0] instanceof CallbackRow callback)) {
      throw new IllegalStateException("a lead without a request");
    }
    CallbackRequest request = callback.toRequest();
    return row[1] instanceof LeadRow details
        ? new Lead(request, details.toDetails(), details.notes)
        : new Lead(
            request, new LeadDetails(request.id(), "", "", "", Map.of(), Optional.empty()), "");
  }

  @Override
  public List<CallRecordId> calls(TenantId tenantId, CallbackId id) {
    return rows(
            "SELECT r.id, r.started_at FROM call_attempt a JOIN call_record r"
                + " ON r.attempt_id = a.id AND r.tenant_id = a.tenant_id"
                + " WHERE a.callback_id = ? AND a.tenant_id = ? ORDER BY r.started_at, r.id",
            id.toString(),
            tenantId.toString())
        .stream()
        .map(row -> CallRecordId.parse(row[0].toString()))
        .toList();
  }

  @Override
  public boolean note(TenantId tenantId, CallbackId id, String notes) {
    if (find(tenantId, id).isEmpty()) {
      return false;
    }
    change(
        "INSERT IGNORE INTO callback_lead (callback_id, tenant_id, notes) VALUES (?, ?, '')",
        id.toString(),
        tenantId.toString());
    change(
        "UPDATE callback_lead SET notes = ? WHERE callback_id = ? AND tenant_id = ?",
        cut(notes, Lead.NOTES),
        id.toString(),
        tenantId.toString());
    return true;
  }
}
