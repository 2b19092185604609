package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Optional;

/**
 * The requests at a widget do not look like its visitors'.
 *
 * @param level 1 to 3: how hard it is slowed down
 * @param asked requests in the span that was looked at
 * @param refused how many of them were for numbers that are not called
 */
public record CallbackAlarm(
    WidgetId widgetId,
    int level,
    int asked,
    int refused,
    Instant raisedAt,
    Optional<Instant> endedAt) {
  public boolean open() {
    return endedAt.isEmpty();
  }
}
