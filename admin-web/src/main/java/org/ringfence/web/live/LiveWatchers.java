package org.ringfence.web.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.faces.event.WebsocketEvent;
import jakarta.faces.event.WebsocketEvent.Closed;
import jakarta.faces.event.WebsocketEvent.Opened;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * For whom pages are open. A signal is written as text before it is looked whether anybody wants
 * it; a busy dialer's would cost a fifth of the processor's time with no page open at all.
 */
@ApplicationScoped
public class LiveWatchers {
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  void opened(@Observes @Opened WebsocketEvent event) {
    Serializable user = event.getUser();
    if (user != null) {
      open.merge(user.toString(), 1, Integer::sum);
    }
  }

  void closed(@Observes @Closed WebsocketEvent event) {
    Serializable user = event.getUser();
    if (user != null) {
      open.computeIfPresent(user.toString(), (key, many) -> many > 1 ? many - 1 : null);
    }
  }

  /** Whether a page of this addressee is open. */
  boolean watches(String addressee) {
    return open.containsKey(addressee);
  }
}
