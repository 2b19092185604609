package org.ringfence.domain.pbx;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/** A tenant's trunks. A trunk of another tenant is not found. */
public interface TrunkRepository {
  /** All trunks by position, then name. */
  List<Trunk> list(TenantId tenantId);

  Optional<Trunk> find(TenantId tenantId, TrunkId id);

  /**
   * Stores a new or changed trunk.
   *
   * @throws NameTaken when another trunk of the tenant has this name
   */
  void save(TenantId tenantId, Trunk trunk);

  /** Deletes it; false when the tenant has no such trunk. */
  boolean delete(TenantId tenantId, TrunkId id);

  Map<TrunkId, TrunkStatus> statuses(TenantId tenantId);

  /**
   * Stores what the trunk with this section name does now and tells the watchers when it differs;
   * unknown section names are ignored, because a VM may still run an older configuration.
   */
  void status(
      TenantId tenantId, String sectionName, TrunkStatus.State state, String detail, Instant now);

  /**
   * Nothing is known any more about any trunk of this tenant, for example because its VM is
   * unreachable.
   */
  void forgetStatuses(TenantId tenantId, Instant now);
}
