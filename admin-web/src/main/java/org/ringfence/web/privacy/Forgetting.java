package org.ringfence.web.privacy;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Forgets in the background what is older than its tenant keeps. */
@ApplicationScoped
public class Forgetting {
  private static final Logger LOG = Logger.getLogger(Forgetting.class.getName());

  @Resource ManagedScheduledExecutorService scheduler;
  @Inject Privacy privacy;

  private @Nullable ScheduledFuture<?> task;

  /** Begins; to be called when the web application is up. */
  public void start() {
    task = scheduler.scheduleWithFixedDelay(this::run, 1, 10, TimeUnit.MINUTES);
  }

  /** Ends; to be called before the web application goes. */
  public void stop() {
    ScheduledFuture<?> running = task;
    if (running != null) {
      running.cancel(true);
    }
  }

  private void run() {
    try {
      while (privacy.forget()) {
        // Each round is a transaction of its own.
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Leads that are too old keep their person until this passes", failure);
    }
  }
}
