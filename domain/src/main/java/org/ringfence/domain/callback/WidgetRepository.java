package org.ringfence.domain.callback;

import java.util.List;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.tenant.TenantId;

/** A tenant's widgets. */
public interface WidgetRepository {
  List<Widget> list(TenantId tenantId);

  Optional<Widget> find(TenantId tenantId, WidgetId id);

  /**
   * Stores a new or changed widget.
   *
   * @throws org.ringfence.domain.pbx.NameTaken when another widget of the tenant has this name
   */
  void save(TenantId tenantId, Widget widget);

  boolean delete(TenantId tenantId, WidgetId id);

  /** For the public edge, which knows only the key; also finds disabled widgets. */
  @AcrossTenants("the public edge knows only the key")
  Optional<PublishedWidget> findByKey(WidgetKey key);
}
