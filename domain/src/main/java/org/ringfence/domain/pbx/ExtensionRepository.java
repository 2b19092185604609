package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/** A tenant's extensions. An extension of another tenant is not found. */
public interface ExtensionRepository {
  /** All extensions by number. */
  List<Extension> list(TenantId tenantId);

  Optional<Extension> find(TenantId tenantId, ExtensionId id);

  Optional<Extension> findByNumber(TenantId tenantId, ExtensionNumber number);

  /**
   * Stores a new or changed extension.
   *
   * @throws NameTaken when another extension of the tenant has this number
   */
  void save(TenantId tenantId, Extension extension);

  /** Deletes it; false when the tenant has no such extension. */
  boolean delete(TenantId tenantId, ExtensionId id);
}
