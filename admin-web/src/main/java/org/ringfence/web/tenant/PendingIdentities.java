package org.ringfence.web.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.Secret;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;

/** The tenants whose people are still to be made, each step a transaction of its own. */
@ApplicationScoped
@Transactional
public class PendingIdentities {
  @Inject TenantRepository tenants;
  @Inject LiveEvents live;
  @Inject Clock clock;

  List<Tenant> list(int limit) {
    return tenants.withPendingIdentity(limit);
  }

  void ready(TenantId tenantId, Optional<Secret> firstPassword) {
    tenants.identityReady(tenantId, firstPassword);
    live.publish(Optional.empty(), "tenant", tenantId.toString(), clock.instant());
  }
}
