package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.pbx.HandlingId;

/**
 * The ad that was chosen for an attempt.
 *
 * @param playedAt when the visitor had heard it to its end; empty until then
 */
public record AdPlay(HandlingId ad, Optional<Instant> playedAt) {
  /** Chosen, and not heard yet. */
  public AdPlay(HandlingId ad) {
    this(ad, Optional.empty());
  }

  /** Heard; the first time counts. */
  public AdPlay played(Instant now) {
    return new AdPlay(ad, playedAt.or(() -> Optional.of(now)));
  }
}
