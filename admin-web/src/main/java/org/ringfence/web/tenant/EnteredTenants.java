package org.ringfence.web.tenant;

import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.ringfence.domain.tenant.TenantId;

/** The tenants a hosting admin has entered in this session. */
@SessionScoped
public class EnteredTenants implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Set<UUID> ids = ConcurrentHashMap.newKeySet();

  boolean contains(TenantId id) {
    return ids.contains(id.value());
  }

  void enter(TenantId id) {
    ids.add(id.value());
  }

  void leave(TenantId id) {
    ids.remove(id.value());
  }
}
