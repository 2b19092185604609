package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.identity.SignedIn;

/**
 * The tenant in the address of this request, once it is certain that the caller may see it. Every
 * page and every API call on a tenant's things takes its {@link TenantId} from here.
 */
@Named("tenant")
@RequestScoped
public class CurrentTenant {
  /** What the caller may do with a tenant. */
  public enum Access {
    ALLOWED,
    /** The hoster's own people enter a tenant first, so that it is on record. */
    NOT_ENTERED,
    /** No such tenant, or none of the caller's: the same answer for both. */
    NOT_FOUND
  }

  @Inject SignedIn user;
  @Inject Tenants tenants;
  @Inject EnteredTenants entered;

  private @Nullable Tenant selected;

  /** Selects the tenant by the short name in the address. */
  public Access select(String slug) {
    Optional<Tenant> found = tenants.find(slug);
    if (found.isEmpty()) {
      return Access.NOT_FOUND;
    }
    Tenant tenant = found.get();
    boolean member = user.isTenantAdmin() && user.organizations().contains(tenant.slug().value());
    if (!member && !user.isPlatformAdmin()) {
      return Access.NOT_FOUND;
    }
    selected = tenant;
    boolean needsEntering = !member && !user.isByToken();
    return needsEntering && !entered.contains(tenant.id()) ? Access.NOT_ENTERED : Access.ALLOWED;
  }

  public boolean isSelected() {
    return selected != null;
  }

  public Tenant get() {
    Tenant tenant = selected;
    if (tenant == null) {
      throw new IllegalStateException("this request is not about a tenant");
    }
    return tenant;
  }

  public TenantId id() {
    return get().id();
  }

  public String getName() {
    return get().name().value();
  }

  public String getSlug() {
    return get().slug().value();
  }

  /** Address of the tenant's first page; the others are below it. */
  public String getPath() {
    return "/t/" + getSlug();
  }

  /** Whether the caller is here as the hoster rather than as one of the tenant's people. */
  public boolean isAsHoster() {
    return !user.organizations().contains(getSlug());
  }
}
