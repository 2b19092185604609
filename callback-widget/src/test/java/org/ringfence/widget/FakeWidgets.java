package org.ringfence.widget;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.Country;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.tenant.TenantId;

/** Widgets in memory; every tenant is in the same country. */
final class FakeWidgets implements WidgetRepository {
  private final Map<WidgetId, PublishedWidget> stored = new LinkedHashMap<>();
  private final Country country;

  FakeWidgets(Country country) {
    this.country = country;
  }

  @Override
  public synchronized List<Widget> list(TenantId tenantId) {
    return stored.values().stream()
        .filter(published -> published.tenantId().equals(tenantId))
        .map(PublishedWidget::widget)
        .toList();
  }

  @Override
  public synchronized Optional<Widget> find(TenantId tenantId, WidgetId id) {
    return Optional.ofNullable(stored.get(id))
        .filter(published -> published.tenantId().equals(tenantId))
        .map(PublishedWidget::widget);
  }

  @Override
  public synchronized void save(TenantId tenantId, Widget widget) {
    stored.put(widget.id(), new PublishedWidget(tenantId, country, widget));
  }

  @Override
  public synchronized boolean delete(TenantId tenantId, WidgetId id) {
    return find(tenantId, id).isPresent() && stored.remove(id) != null;
  }

  @Override
  public synchronized Optional<PublishedWidget> findByKey(WidgetKey key) {
    return stored.values().stream()
        .filter(published -> published.widget().key().equals(key))
        .findFirst();
  }
}
