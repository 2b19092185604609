package org.ringfence.web.lane;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.callback.LaneBoard;
import org.ringfence.domain.callback.LaneView;
import org.ringfence.domain.tenant.TenantId;

/** Reads what lanes do now. */
@ApplicationScoped
@Transactional
public class Board {
  @Inject LaneBoard board;
  @Inject Clock clock;

  /** Empty when no dialer was ever to dial for the tenant. */
  public Optional<LaneView> lane(TenantId tenantId) {
    return board.lane(tenantId, clock.instant());
  }

  /** Of all tenants, those first that need somebody. */
  public List<LaneView> lanes(int first, int most) {
    return board.lanes(first, most, clock.instant());
  }

  public Map<LaneView.State, Integer> states() {
    return board.states(clock.instant());
  }

  public Instant now() {
    return clock.instant();
  }
}
