package org.ringfence.widget;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Drives the status streams of a process that has the widget role. A listener of the web
 * application: when CDI reports its start, the container's executor is not bound yet.
 */
@WebListener
public class StatusStreamsTimer implements ServletContextListener {
  /** How late a visitor may learn of a change; costs one query while anybody watches. */
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How long an alarm may take. */
  private static final Duration WATCH = Duration.ofSeconds(2);

  /** How late a statistic may be, and how much of it a crash may lose. */
  private static final Duration COUNT = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(StatusStreamsTimer.class.getName());

  @Inject private StatusStreams streams;
  @Inject private Callbacks callbacks;

  // By name: Payara does not find a default for classes in a library of the WAR.
  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService executor;

  private List<ScheduledFuture<?>> running = List.of();
  private boolean failing;

  @Override
  public void contextInitialized(ServletContextEvent started) {
    if (WidgetRole.isOn()) {
      running =
          List.of(
              every(LOOK, this::look),
              every(StatusStreams.KEEP_ALIVE, () -> streams.keepAlive()),
              every(WATCH, this::watch),
              every(COUNT, this::count));
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent stopped) {
    running.forEach(task -> task.cancel(false));
    count();
    streams.closeAll();
  }

  private ScheduledFuture<?> every(Duration pause, Runnable task) {
    return executor.scheduleWithFixedDelay(
        task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A failure is told by the next request as well; here it must not end the watching. */
  private void watch() {
    try {
      callbacks.watch();
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The pattern of requests at the widgets is not watched", failure);
    }
  }

  private void count() {
    try {
      callbacks.storeViews();
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Some views of widgets are not counted", failure);
    }
  }

  /**
   * A database that is away must not end the looking; it is said once, and once when it is back.
   */
  private void look() {
    try {
      streams.deliverChanges();
      if (failing) {
        failing = false;
        LOG.info("Visitors see the state of their callbacks again");
      }
    } catch (RuntimeException failure) {
      if (!failing) {
        failing = true;
        LOG.log(
            Level.WARNING,
            "Visitors do not see how their callbacks go on until this passes",
            failure);
      }
    }
  }
}
