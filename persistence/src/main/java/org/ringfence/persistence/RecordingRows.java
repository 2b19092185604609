package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.history.RecordingName;
import org.ringfence.domain.history.RecordingStore.Stored;
import org.ringfence.domain.tenant.TenantId;

/**
 * Which recordings there are. Apart from the files, so that a long upload holds neither a
 * transaction nor a connection.
 */
@ApplicationScoped
@Transactional
class RecordingRows extends JpaRepository {
  @Inject LiveEvents events;

  void add(TenantId tenantId, RecordingName name, long bytes, Instant now) {
    entities
        .createNativeQuery(
            "INSERT INTO recording (tenant_id, name, bytes, arrived_at)"
                + " VALUES (:tenant, :name, :bytes, :now) ON DUPLICATE KEY UPDATE bytes = :bytes")
        .setParameter("tenant", tenantId.toString())
        .setParameter("name", name.value())
        .setParameter("bytes", bytes)
        .setParameter("now", Micros.of(now))
        .executeUpdate();
    events.publish(Optional.of(tenantId), "call", "recording", now);
  }

  Optional<Long> size(TenantId tenantId, RecordingName name) {
    @SuppressWarnings("unchecked")
    List<Number> sizes =
        entities
            .createNativeQuery(
                "SELECT bytes FROM recording WHERE tenant_id = :tenant AND name = :name")
            .setParameter("tenant", tenantId.toString())
            .setParameter("name", name.value())
            .getResultList();
    return sizes.stream().findFirst().map(Number::longValue);
  }

  boolean remove(TenantId tenantId, RecordingName name) {
    return entities
            .createNativeQuery("DELETE FROM recording WHERE tenant_id = :tenant AND name = :name")
            .setParameter("tenant", tenantId.toString())
            .setParameter("name", name.value())
            .executeUpdate()
        == 1;
  }

  List<Stored> before(Instant time, int most) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT tenant_id, name FROM recording WHERE arrived_at < :time"
                    + " ORDER BY arrived_at")
            .setParameter("time", Micros.of(time))
            .setMaxResults(most)
            .getResultList();
    return rows.stream()
        .map(
            row ->
                new Stored(TenantId.parse(row[0].toString()), new RecordingName(row[1].toString())))
        .toList();
  }
}
