package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.List;
import org.ringfence.domain.tenant.TenantId;

/** How widgets look, and where they were seen. */
public interface WidgetDesignRepository {
  /** Websites remembered for one widget; whoever invents more pushes out other unlisted ones. */
  int SIGHTINGS = 20;

  /** {@link WidgetDesign#DEFAULT} until one is saved, and for a widget of nobody. */
  WidgetDesign design(TenantId tenantId, WidgetId id);

  /** Nothing is stored for a widget that is not the tenant's. */
  void save(TenantId tenantId, WidgetId id, WidgetDesign design);

  /** A website asked for the widget. */
  void seen(TenantId tenantId, WidgetId id, Origin origin, boolean allowed, Instant now);

  /** The newest first. */
  List<Sighting> sightings(TenantId tenantId, WidgetId id);
}
