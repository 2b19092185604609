package org.ringfence.web.live;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.push.Push;
import jakarta.faces.push.PushContext;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.event.LiveEvent;

/**
 * Follows the feed of changes and wakes the open pages they concern. A page that is woken asks for
 * its fragment again and passes the ordinary checks; the signal itself carries only the kind of
 * thing and its id.
 */
@ApplicationScoped
public class LiveTail {
  private static final Logger LOG = Logger.getLogger(LiveTail.class.getName());
  private static final long EVERY_MS = 300;
  private static final Duration KEEP = Duration.ofHours(1);

  /** The hosting admins' pages, as addressee of a signal. */
  static final String PLATFORM = "platform";

  @Resource ManagedScheduledExecutorService scheduler;
  @Inject LiveFeed feed;
  @Inject EventStreams streams;
  @Inject LiveWatchers watchers;
  @Inject Clock clock;

  @Inject
  @Push(channel = "live")
  PushContext pages;

  private final EventWindow window = new EventWindow();
  private @Nullable ScheduledFuture<?> tail;
  private @Nullable ScheduledFuture<?> sweep;
  private @Nullable ScheduledFuture<?> alive;

  /** Begins; to be called when the web application is up. */
  public void start() {
    tail =
        scheduler.scheduleWithFixedDelay(this::follow, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    sweep = scheduler.scheduleWithFixedDelay(this::forget, 10, 10, TimeUnit.MINUTES);
    alive = scheduler.scheduleWithFixedDelay(streams::keepAlive, 20, 20, TimeUnit.SECONDS);
  }

  /** Ends; to be called before the web application goes. */
  public void stop() {
    cancel(tail);
    cancel(sweep);
    cancel(alive);
    streams.close();
  }

  private static void cancel(@Nullable ScheduledFuture<?> task) {
    if (task != null) {
      task.cancel(true);
    }
  }

  private void follow() {
    try {
      if (!window.isOpen()) {
        window.open(feed.newestId());
        return;
      }
      List<LiveEvent> read = feed.after(window.from());
      while (!read.isEmpty()) {
        long last = read.get(read.size() - 1).id();
        window.fresh(read, clock.instant()).forEach(this::signal);
        read = feed.after(last);
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The feed of changes cannot be read now", failure);
    }
  }

  private void signal(LiveEvent event) {
    String message = event.kind() + " " + event.subject();
    event.tenantId().ifPresent(tenant -> send(message, tenant.toString()));
    send(message, PLATFORM);
    streams.publish(event);
  }

  private void send(String message, String addressee) {
    if (watchers.watches(addressee)) {
      pages.send(message, addressee);
    }
  }

  private void forget() {
    try {
      feed.removeBefore(clock.instant().minus(KEEP));
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Old changes cannot be removed now", failure);
    }
  }
}
