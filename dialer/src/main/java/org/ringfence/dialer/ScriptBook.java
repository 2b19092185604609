package org.ringfence.dialer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackScripts;
import org.ringfence.domain.callback.CallbackScripts.Scripts;
import org.ringfence.domain.pbx.Ad;
import org.ringfence.domain.pbx.AgentPrompt;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.tenant.TenantId;

/**
 * Chooses what the two people of one tenant's callbacks hear. Not for several threads at once: only
 * the lane's holder begins calls, and so it alone keeps to what an ad may be played.
 */
final class ScriptBook {
  /** How late a change of ads and prompts may be noticed. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final TenantId tenant;
  private final CallbackScripts scripts;

  private Scripts known = Scripts.NONE;
  private Instant staleAt = Instant.MIN;

  ScriptBook(TenantId tenant, CallbackScripts scripts) {
    this.tenant = tenant;
    this.scripts = scripts;
  }

  /** What each of these requests' calls is given. */
  Map<CallbackRequest, Ami.Script> choose(List<CallbackRequest> requests, Instant now) {
    if (!now.isBefore(staleAt)) {
      known = scripts.find(tenant);
      staleAt = now.plus(FRESH);
    }
    Map<HandlingId, Ad.Used> used = new HashMap<>();
    Map<HandlingId, Instant> days = new HashMap<>();
    for (Ad ad : known.ads()) {
      if (ad.dailyPlays() > 0 || ad.totalPlays() > 0) {
        days.put(ad.id(), ad.dayOf(now));
      }
    }
    if (!days.isEmpty()) {
      used.putAll(scripts.used(tenant, days));
    }
    Map<CallbackRequest, Ami.Script> chosen = new HashMap<>();
    for (CallbackRequest request : requests) {
      UUID widget = request.widgetId().value();
      Optional<HandlingId> ad = choose(known.ads(), request, used, now).map(Ad::id);
      ad.ifPresent(id -> used.put(id, used.getOrDefault(id, Ad.Used.NOTHING).andOne()));
      chosen.put(
          request, new Ami.Script(ad, AgentPrompt.of(known.prompts(), widget).map(Handling::id)));
    }
    return chosen;
  }

  /**
   * One of the ads that are possible, each as often as its weight says. Drawn from the request's
   * id: the same request and ads give the same ad.
   */
  static Optional<Ad> choose(
      List<Ad> ads, CallbackRequest request, Map<HandlingId, Ad.Used> used, Instant now) {
    UUID widget = request.widgetId().value();
    List<Ad> possible =
        ads.stream()
            .filter(ad -> ad.fits(widget, used.getOrDefault(ad.id(), Ad.Used.NOTHING), now))
            .toList();
    int all = possible.stream().mapToInt(Ad::weight).sum();
    if (all == 0) {
      return Optional.empty();
    }
    int drawn = Math.floorMod(mixed(request.id().value()), all);
    for (Ad ad : possible) {
      drawn -= ad.weight();
      if (drawn < 0) {
        return Optional.of(ad);
      }
    }
    throw new IllegalStateException("a draw beyond the weights");
  }

  /** All bits of an id in each of these: SplitMix64's finalizer (Steele, Lea, Flood 2014). */
  private static long mixed(UUID id) {
    long z = id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 32);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
