package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaLiveEvents extends JpaRepository implements LiveEvents {
  @Override
  public void publish(Optional<TenantId> tenantId, String kind, String subject, Instant now) {
    LiveEventRow row = new LiveEventRow();
    row.tenantId = tenantId.map(TenantId::toString).orElse(null);
    row.kind = kind;
    row.subject = subject;
    row.at = Micros.of(now);
    insert(row);
  }

  /** What there is to tell whom. */
  record News(TenantId tenantId, String kind, String subject) {}

  /** Many at once, for writers of many rows. */
  static void publish(Connection connection, List<News> news, Instant now) throws SQLException {
    new ManyRows("INSERT INTO live_event (tenant_id, kind, subject, at) VALUES ", "")
        .values(
            connection,
            news.stream()
                .map(
                    one ->
                        ManyRows.row(
                            one.tenantId().toString(), one.kind(), one.subject(), Micros.of(now)))
                .toList());
  }

  @Override
  public List<LiveEvent> after(long id, int limit) {
    return read(
            entities
                .createQuery(
                    "select e from LiveEventRow e where e.id > :id order by e.id",
                    LiveEventRow.class)
                .setParameter("id", id)
                .setMaxResults(limit))
        .stream()
        .map(LiveEventRow::toLiveEvent)
        .toList();
  }

  @Override
  public long newestId() {
    return entities
        .createQuery("select coalesce(max(e.id), 0) from LiveEventRow e", Long.class)
        .getSingleResult();
  }

  @Override
  public void removeBefore(Instant time) {
    entities
        .createQuery("delete from LiveEventRow e where e.at < :time")
        .setParameter("time", Micros.of(time))
        .executeUpdate();
  }
}
