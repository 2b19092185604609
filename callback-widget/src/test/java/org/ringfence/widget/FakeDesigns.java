package org.ringfence.widget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Sighting;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetDesignRepository;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.tenant.TenantId;

/** Designs in memory, and every sighting that was written. */
final class FakeDesigns implements WidgetDesignRepository {
  private final Map<WidgetId, WidgetDesign> stored = new ConcurrentHashMap<>();
  private final List<Sighting> seen = new ArrayList<>();

  @Override
  public WidgetDesign design(TenantId tenantId, WidgetId id) {
    return stored.getOrDefault(id, WidgetDesign.DEFAULT);
  }

  @Override
  public void save(TenantId tenantId, WidgetId id, WidgetDesign design) {
    stored.put(id, design);
  }

  @Override
  public synchronized void seen(
      TenantId tenantId, WidgetId id, Origin origin, boolean allowed, Instant now) {
    seen.add(new Sighting(origin, allowed, now, now));
  }

  @Override
  public synchronized List<Sighting> sightings(TenantId tenantId, WidgetId id) {
    return List.copyOf(seen);
  }
}
