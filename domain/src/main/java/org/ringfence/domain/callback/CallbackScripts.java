package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ringfence.domain.pbx.Ad;
import org.ringfence.domain.pbx.AgentPrompt;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.tenant.TenantId;

/** What the two people of a tenant's callbacks hear before they are put through. */
public interface CallbackScripts {
  /** What a tenant's callbacks may be given; the order is always the same. */
  Scripts find(TenantId tenantId);

  /**
   * How often ads were played, and may be by the calls that are under way: together with those
   * nothing is played more often than it may be.
   *
   * @param days the ads that are asked for, and when the day of each began
   */
  Map<HandlingId, Ad.Used> used(TenantId tenantId, Map<HandlingId, Instant> days);

  /**
   * How many requests' visitors heard each ad to its end, in a time that begins and ends with a
   * quarter of an hour: other ends are moved out to the next one.
   */
  Map<HandlingId, Long> played(TenantId tenantId, Instant from, Instant to);

  /** Ads and prompts of one tenant. */
  record Scripts(List<Ad> ads, List<AgentPrompt> prompts) {
    public static final Scripts NONE = new Scripts(List.of(), List.of());

    public Scripts {
      ads = List.copyOf(ads);
      prompts = List.copyOf(prompts);
    }
  }
}
