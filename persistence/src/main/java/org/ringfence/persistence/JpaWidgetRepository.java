package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.Country;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaWidgetRepository extends JpaRepository implements WidgetRepository {
  @Inject LiveEvents events;
  @Inject Clock clock;

  @Override
  public List<Widget> list(TenantId tenantId) {
    return read(
            entities
                .createQuery(
                    "select w from WidgetRow w where w.tenantId = :tenant order by w.name, w.id",
                    WidgetRow.class)
                .setParameter("tenant", tenantId.toString()))
        .stream()
        .map(WidgetRow::toWidget)
        .toList();
  }

  @Override
  public Optional<Widget> find(TenantId tenantId, WidgetId id) {
    return readOne(
            entities
                .createQuery(
                    "select w from WidgetRow w where w.id = :id and w.tenantId = :tenant",
                    WidgetRow.class)
                .setParameter("id", id.toString())
                .setParameter("tenant", tenantId.toString()))
        .map(WidgetRow::toWidget);
  }

  @Override
  public void save(TenantId tenantId, Widget widget) {
    try {
      Optional<WidgetRow> found =
          entities
              .createQuery(
                  "select w from WidgetRow w where w.id = :id and w.tenantId = :tenant",
                  WidgetRow.class)
              .setParameter("id", widget.id().toString())
              .setParameter("tenant", tenantId.toString())
              .setLockMode(LockModeType.PESSIMISTIC_WRITE)
              .getResultStream()
              .findFirst();
      WidgetRow row = found.orElseGet(() -> WidgetRow.of(tenantId, widget.id()));
      row.take(widget);
      if (found.isEmpty()) {
        entities.persist(row);
      }
      flush();
    } catch (PersistenceException e) {
      if (isDuplicateOf("widget_name", e)) {
        throw new NameTaken(
            "name",
            "Another widget already has the name "
                + widget.name()
                + ". Please choose another one.");
      }
      if (isDuplicateOf("primary", e)) {
        throw new InvalidValue("There is no such widget.");
      }
      throw e;
    }
    tell(tenantId, widget.id());
  }

  @Override
  public boolean delete(TenantId tenantId, WidgetId id) {
    int deleted =
        entities
            .createQuery("delete from WidgetRow w where w.id = :id and w.tenantId = :tenant")
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    if (deleted == 1) {
      tell(tenantId, id);
    }
    return deleted == 1;
  }

  @Override
  public Optional<PublishedWidget> findByKey(WidgetKey key) {
    return readOne(
            entities
                .createQuery(
                    "select w, t.country from WidgetRow w, TenantRow t"
                        + " where w.publicKey = :key and t.id = w.tenantId",
                    Object[].class)
                .setParameter("key", key.value()))
        .map(JpaWidgetRepository::published);
  }

  static PublishedWidget published(Object[] found) {
    WidgetRow row = (WidgetRow) found[0];
    return new PublishedWidget(
        TenantId.parse(row.tenantId), new Country((String) found[1]), row.toWidget());
  }

  private void tell(TenantId tenantId, WidgetId id) {
    events.publish(Optional.of(tenantId), "widget", id.toString(), clock.instant());
  }
}
