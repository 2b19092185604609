package org.ringfence.domain.tenant;

import java.util.List;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.Secret;

/** All tenants of this platform. The only repository without a tenant as its first parameter. */
@AcrossTenants("the tenants themselves")
public interface TenantRepository {
  /**
   * Stores a new tenant.
   *
   * @throws SlugTaken when another tenant has this short name
   */
  void add(Tenant tenant);

  Optional<Tenant> find(TenantId id);

  Optional<Tenant> findBySlug(Slug slug);

  /** All tenants by name. */
  List<Tenant> list();

  /** Tenants whose organization or administrator is still to be made, oldest first. */
  List<Tenant> withPendingIdentity(int limit);

  /**
   * The organization and the administrator exist now; {@code firstPassword} is kept until it is
   * taken.
   */
  void identityReady(TenantId id, Optional<Secret> firstPassword);

  /** Hands out the administrator's first password once; a second call finds nothing. */
  Optional<Secret> takeFirstPassword(TenantId id);
}
