package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/** A tenant's call handling. An object of another tenant is not found. */
public interface HandlingRepository {
  /** All objects by name, whatever their kind. */
  List<Handling> list(TenantId tenantId);

  Optional<Handling> find(TenantId tenantId, HandlingId id);

  /** Whatever phones inside reach by this number. */
  default Optional<Handling> findByNumber(TenantId tenantId, ExtensionNumber number) {
    return list(tenantId).stream()
        .filter(each -> each.number().filter(number::equals).isPresent())
        .findFirst();
  }

  /**
   * Stores a new or changed object.
   *
   * @throws NameTaken when another object of the tenant's call handling has this number, or one of
   *     the same kind this name
   */
  void save(TenantId tenantId, Handling handling);

  /** Deletes it; false when the tenant has no such object. */
  boolean delete(TenantId tenantId, HandlingId id);
}
