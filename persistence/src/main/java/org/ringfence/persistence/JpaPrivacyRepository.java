package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.AnonymousNumber;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.LeadRepository;
import org.ringfence.domain.callback.PrivacyRepository;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.history.RecordingName;
import org.ringfence.domain.tenant.TenantId;

/**
 * Requests, attempts and calls keep their rows, so that what they cost and what became of them
 * still adds up; what names a person is overwritten.
 */
@ApplicationScoped
@Transactional
class JpaPrivacyRepository extends JpaRepository implements PrivacyRepository {
  private static final int MOST = 1000;
  private static final Pattern RECORDING =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.wav");

  @Inject LiveEvents events;
  @Inject LeadRepository leads;

  @Override
  public Optional<Duration> retention(TenantId tenantId) {
    return rows(
            "SELECT days, tenant_id FROM lead_retention WHERE tenant_id = ?", tenantId.toString())
        .stream()
        .findFirst()
        .map(row -> Duration.ofDays(((Number) row[0]).longValue()));
  }

  @Override
  public void retain(TenantId tenantId, Optional<Duration> retention) {
    if (retention.isEmpty()) {
      change("DELETE FROM lead_retention WHERE tenant_id = ?", tenantId.toString());
      return;
    }
    change(
        "INSERT INTO lead_retention (tenant_id, days) VALUES (?, ?)"
            + " ON DUPLICATE KEY UPDATE days = VALUES(days)",
        tenantId.toString(),
        retention.get().toDays());
  }

  @Override
  public List<Kept> keepers() {
    return rows("SELECT tenant_id, days FROM lead_retention ORDER BY tenant_id").stream()
        .map(
            row ->
                new Kept(
                    TenantId.parse(row[0].toString()),
                    Duration.ofDays(((Number) row[1]).longValue())))
        .toList();
  }

  @Override
  public Person person(TenantId tenantId, E164 number, List<String> written) {
    List<String> calls = new ArrayList<>();
    List<RecordingName> recordings = new ArrayList<>();
    for (Object[] row : calls(tenantId, written)) {
      calls.add(row[0].toString());
      Optional.ofNullable(row[1])
          .map(Object::toString)
          .filter(name -> RECORDING.matcher(name).matches())
          .map(RecordingName::new)
          .ifPresent(recordings::add);
    }
    boolean optedOut =
        !rows(
                "SELECT number, at FROM callback_opt_out WHERE tenant_id = ? AND number = ?",
                tenantId.toString(),
                number.value())
            .isEmpty();
    return new Person(
        requests(tenantId, number).stream()
            .flatMap(id -> leads.find(tenantId, id).stream())
            .toList(),
        calls,
        recordings,
        optedOut);
  }

  private List<CallbackId> requests(TenantId tenantId, E164 number) {
    return rows(
            "SELECT id, requested_at FROM callback_request WHERE tenant_id = ? AND visitor = ?"
                + " AND NOT anonymous ORDER BY requested_at DESC, id LIMIT ?",
            tenantId.toString(),
            number.value(),
            MOST)
        .stream()
        .map(row -> CallbackId.parse(row[0].toString()))
        .toList();
  }

  private List<Object[]> calls(TenantId tenantId, List<String> written) {
    List<String> keys = written.stream().map(CallRecordWrites::key).toList();
    List<?> found =
        entities
            .createNativeQuery(
                "SELECT id, recording FROM call_record WHERE tenant_id = :tenant"
                    + " AND (caller_key IN (:keys) OR called_key IN (:keys))"
                    + " ORDER BY started_at DESC, id",
                Object[].class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("keys", keys)
            .setMaxResults(MOST)
            .getResultList();
    return found.stream().map(row -> (Object[]) row).toList();
  }

  @Override
  public void erase(TenantId tenantId, E164 number, List<String> written, Instant now) {
    change(
        "UPDATE callback_request SET state = 'FAILED', reason = ?, state_since = ?"
            + " WHERE tenant_id = ? AND visitor = ? AND state = 'QUEUED'",
        CallbackRequest.CANCELLED,
        Micros.of(now),
        tenantId.toString(),
        number.value());
    List<CallbackId> ids;
    do {
      ids = requests(tenantId, number);
      ids.forEach(id -> forget(tenantId, id, number));
    } while (ids.size() == MOST);
    eraseCalls(tenantId, written);
    events.publish(Optional.of(tenantId), "call", "history", now);
    events.publish(Optional.of(tenantId), "callback", tenantId.toString(), now);
  }

  private void eraseCalls(TenantId tenantId, List<String> written) {
    List<String> keys = written.stream().map(CallRecordWrites::key).toList();
    // The events first: they are found by the records, which are made of them.
    entities
        .createNativeQuery(
            "UPDATE call_event e JOIN call_record r ON r.id = e.call_id SET"
                + " e.name = '', e.number = CASE WHEN reverse(regexp_replace(e.number, '[^0-9]',"
                + " '')) IN (:keys) THEN '' ELSE e.number END,"
                + " e.caller = CASE WHEN reverse(regexp_replace(e.caller, '[^0-9]', '')) IN (:keys)"
                + " THEN '' ELSE e.caller END,"
                + " e.dialled = CASE WHEN reverse(regexp_replace(e.dialled, '[^0-9]', '')) IN"
                + " (:keys) THEN '' ELSE e.dialled END"
                + " WHERE r.tenant_id = :tenant AND e.tenant_id = :tenant"
                + " AND (r.caller_key IN (:keys) OR r.called_key IN (:keys))")
        .setParameter("tenant", tenantId.toString())
        .setParameter("keys", keys)
        .executeUpdate();
    for (String side : List.of("caller", "called")) {
      entities
          .createNativeQuery(
              "UPDATE call_record SET recording = NULL, "
                  + side
                  + " = '', "
                  + side
                  + "_name = '', "
                  + side
                  + "_key = '' WHERE tenant_id = :tenant AND "
                  + side
                  + "_key IN (:keys)")
          .setParameter("tenant", tenantId.toString())
          .setParameter("keys", keys)
          .executeUpdate();
    }
  }

  /** One request with its details, and the visitor's legs of its calls. */
  private void forget(TenantId tenantId, CallbackId id, E164 number) {
    change(
        "UPDATE callback_request SET visitor = ?, anonymous = TRUE WHERE id = ? AND tenant_id = ?",
        AnonymousNumber.of(number).value(),
        id.toString(),
        tenantId.toString());
    change(
        "UPDATE callback_lead SET name = '', referrer = '', utm_term = '', utm_content = '',"
            + " notes = '' WHERE callback_id = ? AND tenant_id = ?",
        id.toString(),
        tenantId.toString());
    change(
        "UPDATE call_leg g JOIN call_attempt a ON a.id = g.attempt_id SET g.number = ''"
            + " WHERE a.callback_id = ? AND a.tenant_id = ? AND g.party = 'VISITOR'",
        id.toString(),
        tenantId.toString());
  }

  @Override
  public int forgetLeads(TenantId tenantId, Instant before, int most) {
    List<Object[]> old =
        rows(
            "SELECT id, visitor FROM callback_request WHERE tenant_id = ? AND requested_at < ?"
                + " AND state IN ('ENDED', 'FAILED', 'EXPIRED') AND NOT anonymous AND widget_id <> tenant_id"
                + " ORDER BY requested_at, id LIMIT ?",
            tenantId.toString(),
            Micros.of(before),
            most);
    old.forEach(
        row -> forget(tenantId, CallbackId.parse(row[0].toString()), new E164(row[1].toString())));
    return old.size();
  }

  @Override
  public boolean removeOptOut(TenantId tenantId, E164 number) {
    return change(
            "DELETE FROM callback_opt_out WHERE tenant_id = ? AND number = ?",
            tenantId.toString(),
            number.value())
        == 1;
  }
}
