package org.ringfence.web.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.event.LiveEvents;

/** Reads of the feed of changes, each a transaction of its own. */
@ApplicationScoped
@Transactional
public class LiveFeed {
  private static final int AT_ONCE = 500;

  @Inject LiveEvents events;

  long newestId() {
    return events.newestId();
  }

  List<LiveEvent> after(long id) {
    return events.after(id, AT_ONCE);
  }

  void removeBefore(Instant time) {
    events.removeBefore(time);
  }
}
