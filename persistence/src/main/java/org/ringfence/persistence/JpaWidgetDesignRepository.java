package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Sighting;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetDesignRepository;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.tenant.TenantId;

/** Every statement asks for the tenant's own widget; that of another one has nothing here. */
@ApplicationScoped
@Transactional
class JpaWidgetDesignRepository extends JpaRepository implements WidgetDesignRepository {
  @Inject LiveEvents events;

  @Override
  public WidgetDesign design(TenantId tenantId, WidgetId id) {
    Map<String, String> fields = new TreeMap<>();
    for (Object[] row :
        rows(
            "SELECT d.field, d.value FROM widget_design d JOIN widget w ON w.id = d.widget_id"
                + " WHERE w.id = ? AND w.tenant_id = ?",
            id.toString(),
            tenantId.toString())) {
      fields.put(row[0].toString(), row[1].toString());
    }
    return fields.isEmpty() ? WidgetDesign.DEFAULT : WidgetDesign.read(fields);
  }

  @Override
  public void save(TenantId tenantId, WidgetId id, WidgetDesign design) {
    if (rows(
            "SELECT id, name FROM widget WHERE id = ? AND tenant_id = ? FOR UPDATE",
            id.toString(),
            tenantId.toString())
        .isEmpty()) {
      return;
    }
    change("DELETE FROM widget_design WHERE widget_id = ?", id.toString());
    List<List<@Nullable Object>> written = new ArrayList<>();
    design
        .fields()
        .forEach((field, value) -> written.add(ManyRows.row(id.toString(), field, value)));
    if (!written.isEmpty()) {
      entities
          .unwrap(Session.class)
          .doWork(
              connection ->
                  new ManyRows("INSERT INTO widget_design (widget_id, field, value) VALUES ", "")
                      .values(connection, written));
    }
  }

  @Override
  public void seen(TenantId tenantId, WidgetId id, Origin origin, boolean allowed, Instant now) {
    int known =
        change(
            "UPDATE widget_sighting s JOIN widget w ON w.id = s.widget_id SET s.allowed = ?,"
                + " s.last_at = ? WHERE w.id = ? AND w.tenant_id = ? AND s.origin = ?",
            allowed,
            Micros.of(now),
            id.toString(),
            tenantId.toString(),
            origin.value());
    if (known == 0) {
      change(
          "INSERT IGNORE INTO widget_sighting (widget_id, origin, allowed, first_at, last_at)"
              + " SELECT id, ?, ?, ?, ? FROM widget WHERE id = ? AND tenant_id = ?",
          origin.value(),
          allowed,
          Micros.of(now),
          Micros.of(now),
          id.toString(),
          tenantId.toString());
      // Those that are on the list are kept before those that anybody may claim to be.
      change(
          "DELETE FROM widget_sighting WHERE widget_id = ? AND origin NOT IN (SELECT origin FROM"
              + " (SELECT origin FROM widget_sighting WHERE widget_id = ? ORDER BY allowed DESC,"
              + " last_at DESC, origin LIMIT "
              + SIGHTINGS
              + ") kept)",
          id.toString(),
          id.toString());
    }
    events.publish(Optional.of(tenantId), "widget", id.toString(), now);
  }

  @Override
  public List<Sighting> sightings(TenantId tenantId, WidgetId id) {
    return rows(
            "SELECT s.origin, s.allowed, s.first_at, s.last_at FROM widget_sighting s"
                + " JOIN widget w ON w.id = s.widget_id WHERE w.id = ? AND w.tenant_id = ?"
                + " ORDER BY s.last_at DESC, s.origin",
            id.toString(),
            tenantId.toString())
        .stream()
        .map(
            row ->
                new Sighting(
                    new Origin(row[0].toString()),
                    row[1] instanceof Boolean on ? on : ((Number) row[1]).intValue() != 0,
                    Micros.toInstant(((Number) row[2]).longValue()),
                    Micros.toInstant(((Number) row[3]).longValue())))
        .toList();
  }
}
