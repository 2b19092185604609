package org.ringfence.domain.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/** What came of callbacks, told apart by when they were asked for or by which way they went. */
public interface CallbackStatistics {
  /** What lines are told apart by. */
  enum By {
    /** Days, UTC. */
    DAY,
    /** Hours of the day, UTC. */
    HOUR,
    /** Trunks by which visitors were called, by section name. */
    TRUNK,
    /** Widgets by id; the tenant's own id stands for the API. */
    WIDGET
  }

  /**
   * Requests of one day, hour or widget, or those whose visitors were called by one trunk.
   *
   * @param value a day, an hour of two digits, a section name or an id
   * @param requests asked for; by trunk those that it was tried for
   * @param calls made for them; by trunk the calls to visitors
   * @param answered of these, how often the visitor answered
   * @param reached of the requests, those whose two people talked
   * @param waited from when they were due to the moment both talked, on average over those reached
   * @param talk all of it
   * @param ringing from a call to the first ringing or answer (post-dial delay), on average over
   *     the calls to visitors that had one; by trunk alone
   * @param cost in millionths of the tenant's currency
   * @param adsPlayed ads that visitors heard to their end
   */
  record Line(
      String value,
      long requests,
      long calls,
      long answered,
      long reached,
      Optional<Duration> waited,
      Optional<Duration> ringing,
      Duration talk,
      long cost,
      long adsPlayed) {}

  /**
   * Of requests made from {@code from} until before {@code to}. Days and hours come in their order,
   * trunks and widgets with the most used first; what has nothing is left out.
   */
  List<Line> report(TenantId tenantId, By by, Instant from, Instant to);

  /**
   * The calls to visitors that were begun since a moment and of which something is known already;
   * the newest first.
   */
  List<Leg> newestLegs(TenantId tenantId, Instant since, int most);
}
