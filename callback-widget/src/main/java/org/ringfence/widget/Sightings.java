package org.ringfence.widget;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.WidgetDesignRepository;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.tenant.TenantId;

/**
 * Tells owners which websites ask for their widgets. What is written does not grow with the number
 * of page views: a website once a minute, and of those on no list, which anybody may invent, a few.
 */
final class Sightings {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  /** Websites on no list that are written down in one minute for one widget. */
  private static final int UNLISTED = 5;

  private final WidgetDesignRepository designs;
  private final Map<String, Instant> written = new ConcurrentHashMap<>();
  private final Map<String, Integer> unlisted = new ConcurrentHashMap<>();

  Sightings(WidgetDesignRepository designs) {
    this.designs = designs;
  }

  void seen(TenantId tenantId, WidgetId id, Origin origin, boolean allowed, Instant now) {
    String name = id + " " + origin + " " + allowed;
    Instant last = written.get(name);
    if (last != null && now.isBefore(last.plus(PAUSE))) {
      return;
    }
    if (!allowed) {
      if (unlisted.size() > MOST) {
        unlisted.clear();
      }
      String minute = id + " " + now.getEpochSecond() / PAUSE.toSeconds();
      if (unlisted.merge(minute, 1, Integer::sum) > UNLISTED) {
        return;
      }
    }
    if (written.size() > MOST) {
      written.clear();
    }
    written.put(name, now);
    designs.seen(tenantId, id, origin, allowed, now);
  }
}
