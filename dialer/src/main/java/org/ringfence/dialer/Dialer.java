package org.ringfence.dialer;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.CallbackGuardRepository;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackScripts;
import org.ringfence.domain.callback.CallbackStatistics;
import org.ringfence.domain.callback.CallbackTimes;
import org.ringfence.domain.callback.DialingRulesRepository;
import org.ringfence.domain.callback.LaneRepository;
import org.ringfence.domain.callback.RetryPolicies;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.pbx.TrunkRepository;

/** Runs the dialer in a process that has the dialer role. */
@ApplicationScoped
public class Dialer {
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration HOLD = Duration.ofSeconds(2);

  /** How late a request may be noticed; costs one query and a look into an index per lane. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /**
   * How long what happens to calls waits to be stored in one transaction. What comes together in a
   * call (an answer, and the next leg) is then stored once.
   */
  private static final Duration SOON = Duration.ofMillis(150);

  /** How late a request may be told that its deadline has passed. */
  private static final Duration DEADLINES = Duration.ofSeconds(2);

  private static final int EXPIRED_AT_ONCE = 200;

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Logger LOG = Logger.getLogger(Dialer.class.getName());

  @Inject private LaneRepository laneRepository;
  @Inject private CallbackRepository callbacks;
  @Inject private RetryPolicies retries;
  @Inject private CallbackScripts scripts;
  @Inject private CallbackGuardRepository guards;
  @Inject private DialingRulesRepository rules;
  @Inject private CallbackTimes times;
  @Inject private CallbackStatistics statistics;
  @Inject private TrunkRepository trunks;
  @Inject private VmRepository machines;
  @Inject private DialerMetrics metrics;
  @Inject private Clock clock;
  @Inject private Config config;

  /** Lanes that work at the same time; each takes a database connection while it stores. */
  private static final int LANES_AT_ONCE = 12;

  /** PBXs that may be waited for at the same time. */
  private static final int CONNECTS_AT_ONCE = 32;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ManagedThreadFactory threads;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService scheduler;

  private List<ScheduledFuture<?>> running = List.of();
  private List<ExecutorService> pools = List.of();
  private @Nullable Lanes lanes;

  void start() {
    if (!DialerRole.isOn(config)) {
      return;
    }
    DialerSettings settings = settings(config);
    ExecutorService working = pool(LANES_AT_ONCE);
    ExecutorService connecting = pool(CONNECTS_AT_ONCE);
    Lanes made =
        new Lanes(
            laneRepository,
            settings,
            new TenantLane.Ports(
                callbacks,
                retries,
                scripts,
                trunks,
                rules,
                times,
                statistics,
                machines,
                tenant -> guards.policy(tenant).halted(),
                (tenant, now) -> guards.policy(tenant).isUsedUp(guards.spend(tenant, now)),
                new AmiGateway(number(config, "ringfence.dialer.ami-port", 5038)),
                connecting,
                this::soon,
                metrics,
                new Random(),
                clock),
            working);
    lanes = made;
    pools = List.of(working, connecting);
    running =
        List.of(
            every(HOLD, made::hold),
            every(LOOK, made::look),
            every(TICK, made::tick),
            every(DEADLINES, () -> expire(times, clock)));
    LOG.log(Level.INFO, "Dialing as {0}", settings.owner());
  }

  void stop() {
    running.forEach(task -> task.cancel(false));
    if (lanes != null) {
      lanes.stop();
    }
    pools.forEach(ExecutorService::shutdown);
  }

  /** Also for tenants whose PBX is off, whom no lane serves. */
  private static void expire(CallbackTimes times, Clock clock) {
    int looked;
    do {
      looked = times.expire(EXPIRED_AT_ONCE, clock.instant());
    } while (looked == EXPIRED_AT_ONCE);
  }

  private void soon(Runnable task) {
    ScheduledFuture<?> unused = scheduler.schedule(task, SOON.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Its threads exist while there is work; what finds none free waits in the order it came. */
  private ExecutorService pool(int size) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * {@code ringfence.dialer.agent-ring-seconds} (25), {@code visitor-ring-seconds} (45) and {@code
   * calls-per-tenant} (5).
   */
  static DialerSettings settings(Config config) {
    return new DialerSettings(
        "dialer-" + UUID.randomUUID(),
        LEASE,
        number(config, "ringfence.dialer.calls-per-tenant", 5),
        new Timeouts(
            Duration.ofSeconds(number(config, "ringfence.dialer.agent-ring-seconds", 25)),
            Duration.ofSeconds(number(config, "ringfence.dialer.visitor-ring-seconds", 45)),
            GRACE));
  }

  private static int number(Config config, String name, int otherwise) {
    int value = config.getOptionalValue(name, Integer.class).orElse(otherwise);
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be at least 1");
    }
    return value;
  }

  private ScheduledFuture<?> every(Duration pause, Runnable task) {
    AtomicBoolean failing = new AtomicBoolean();
    return scheduler.scheduleWithFixedDelay(
        () -> guarded(task, failing), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * A failure must not end the schedule. A database that is away is said once, and once when it is
   * back.
   */
  private static void guarded(Runnable task, AtomicBoolean failing) {
    try {
      task.run();
      if (failing.compareAndSet(true, false)) {
        LOG.info("The dialer works again");
      }
    } catch (RuntimeException failure) {
      if (failing.compareAndSet(false, true)) {
        LOG.log(Level.WARNING, "The dialer cannot work until this passes", failure);
      }
    }
  }
}
