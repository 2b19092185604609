package org.ringfence.web.lane;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.callback.CallbackStatistics;
import org.ringfence.domain.callback.TrunkHealth;
import org.ringfence.domain.callback.TrunkHealth.Outcome;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.tenant.TenantId;

/** How well a tenant's trunks place callbacks now, judged as the dialer judges it. */
@ApplicationScoped
@Transactional
public class TrunkBoard {
  /** As many calls as the dialer remembers. */
  private static final int MOST = 1000;

  @Inject TrunkRepository trunks;
  @Inject CallbackStatistics statistics;
  @Inject Clock clock;

  /** A trunk that is switched on, and what its newest calls say of it. */
  public record Line(Trunk trunk, TrunkHealth health) {}

  /** In the order of the trunks. */
  public List<Line> lines(TenantId tenantId) {
    Instant now = clock.instant();
    Map<String, TrunkHealth> known =
        TrunkHealth.of(
            statistics.newestLegs(tenantId, now.minus(TrunkHealth.WINDOW), MOST).stream()
                .flatMap(leg -> Outcome.of(leg).stream())
                .toList(),
            now);
    return trunks.list(tenantId).stream()
        .filter(Trunk::enabled)
        .map(
            trunk ->
                new Line(
                    trunk, known.getOrDefault(trunk.sectionName(), unknown(trunk.sectionName()))))
        .toList();
  }

  private static TrunkHealth unknown(String section) {
    return new TrunkHealth(section, 0, 0, 0, Optional.empty(), TrunkHealth.State.UNKNOWN);
  }
}
