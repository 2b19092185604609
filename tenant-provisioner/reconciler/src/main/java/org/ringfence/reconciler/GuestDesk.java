package org.ringfence.reconciler;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.doctor.ExaminationRepository;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.history.CallRecordRepository;
import org.ringfence.domain.history.RecordingStore;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.SoundRepository;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.TenantRepository;

/** What the guests' resource works with, made once where this process provisions. */
@ApplicationScoped
class GuestDesk {
  private static final Logger LOG = Logger.getLogger(GuestDesk.class.getName());
  private static final long FOLLOW_MS = 100;
  private static final int HTTPS_PORT = 443;
  private static final int MOST_FORGOTTEN = 1000;

  // By name: Payara does not find a default for classes in a library of the WAR.
  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  ManagedScheduledExecutorService scheduler;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  ManagedExecutorService workers;

  @Inject Config config;
  @Inject VmRepository machines;
  @Inject TenantRepository tenants;
  @Inject TrunkRepository trunks;
  @Inject ExtensionRepository extensions;
  @Inject HandlingRepository handlings;
  @Inject SoundRepository sounds;
  @Inject RevisionRepository revisions;
  @Inject LiveEvents events;
  @Inject ExaminationRepository trunkExaminations;
  @Inject CallRecordRepository calls;
  @Inject RecordingStore recordings;
  @Inject Clock clock;

  private @Nullable GuestConfigurations configurations;
  private @Nullable GuestReports reports;
  private @Nullable GuestExaminations examinations;
  private @Nullable WaitingGuests waiting;
  private @Nullable GuestRecords records;
  private @Nullable ScheduledFuture<?> task;
  private @Nullable ScheduledFuture<?> sweep;
  private int port;
  private boolean failing;

  public void start() {
    URI guestUrl = URI.create(config.getValue("ringfence.guest.url", String.class));
    port = guestUrl.getPort() < 0 ? HTTPS_PORT : guestUrl.getPort();
    GuestConfigurations feed =
        new GuestConfigurations(
            machines,
            tenants,
            trunks,
            extensions,
            handlings,
            sounds,
            revisions,
            TenantNetwork.parse(config.getValue("ringfence.network", String.class)),
            clock);
    configurations = feed;
    reports = new GuestReports(machines, revisions, clock);
    records = new GuestRecords(calls, trunks, extensions, handlings, clock);
    GuestExaminations orders = new GuestExaminations(trunkExaminations, trunks, tenants, clock);
    examinations = orders;
    waiting = new WaitingGuests(feed, orders::next, new EventTail(events, clock), workers);
    sweep = scheduler.scheduleWithFixedDelay(this::forget, 1, 60, TimeUnit.MINUTES);
    task =
        scheduler.scheduleWithFixedDelay(this::follow, FOLLOW_MS, FOLLOW_MS, TimeUnit.MILLISECONDS);
  }

  public void stop() {
    ScheduledFuture<?> running = task;
    if (running != null) {
      running.cancel(false);
    }
    ScheduledFuture<?> sweeping = sweep;
    if (sweeping != null) {
      sweeping.cancel(false);
    }
    WaitingGuests guests = waiting;
    if (guests != null) {
      guests.close();
    }
  }

  /** Whether guests are served at this port of this process; browsers come to another one. */
  public boolean isOpenAt(int localPort) {
    return waiting != null && port == localPort;
  }

  public Optional<GuestConfigurations> configurations() {
    return Optional.ofNullable(configurations);
  }

  public Optional<GuestReports> reports() {
    return Optional.ofNullable(reports);
  }

  public RecordingStore recordings() {
    return recordings;
  }

  public Instant now() {
    return clock.instant();
  }

  public Optional<GuestRecords> records() {
    return Optional.ofNullable(records);
  }

  public Optional<GuestExaminations> examinations() {
    return Optional.ofNullable(examinations);
  }

  public Optional<WaitingGuests> waiting() {
    return Optional.ofNullable(waiting);
  }

  public SoundRepository sounds() {
    return sounds;
  }

  public VmRepository machines() {
    return machines;
  }

  /** Recordings are kept for {@code ringfence.recordings.days}. */
  private void forget() {
    try {
      int days = config.getOptionalValue("ringfence.recordings.days", Integer.class).orElse(90);
      Instant oldest = clock.instant().minus(Duration.ofDays(days));
      for (RecordingStore.Stored old : recordings.before(oldest, MOST_FORGOTTEN)) {
        recordings.delete(old.tenantId(), old.name());
      }
    } catch (RuntimeException | IOException failure) {
      LOG.log(Level.WARNING, "Old recordings cannot be deleted now", failure);
    }
  }

  private void follow() {
    try {
      WaitingGuests guests = waiting;
      if (guests != null) {
        guests.follow();
      }
      failing = false;
    } catch (RuntimeException failure) {
      if (!failing) {
        LOG.log(Level.WARNING, "The feed of changes cannot be followed now", failure);
      }
      failing = true;
    }
  }
}
