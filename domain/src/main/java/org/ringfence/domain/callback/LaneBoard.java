package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/** What lanes do now, for people who watch. */
public interface LaneBoard {
  /** A tenant's lane; empty when it never had one. */
  Optional<LaneView> lane(TenantId tenantId, Instant now);

  /** Lanes of all tenants, those first that need somebody; then by short name. */
  List<LaneView> lanes(int first, int most, Instant now);

  /** How many lanes are in each state; every state is there. */
  Map<LaneView.State, Integer> states(Instant now);
}
