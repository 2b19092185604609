package org.ringfence.reconciler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.machine.AddressTaken;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.hypervisor.DriverInfo;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.StandBy;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/**
 * Keeps VMs waiting for tenants on one host. Level-triggered as the {@link Reconciler}: a row is
 * there before its VM and goes after it, what is on the host is compared with what the row wants,
 * and a VM is taken back from those who could get it before it is touched. It never touches one
 * that runs.
 */
final class MachinePool {
  private static final Logger LOG = Logger.getLogger(MachinePool.class.getName());
  private static final int AT_ONCE = 4;

  /** Longer than it takes to make four of them on a busy host. */
  private static final Duration LEASE = Duration.ofMinutes(3);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(1);

  private final PoolRepository pool;
  private final Supplier<HypervisorDriver> drivers;
  private final ProvisionerSettings settings;
  private final String host;
  private final String owner;
  private final BooleanSupplier tenantsStart;
  private final Clock clock;

  /** Since when it holds back; null while it does not. */
  private @Nullable Instant heldBackSince;

  /**
   * @param host whose pool this is: what the driver's engine can reach
   * @param owner this process, towards others that look after the same pool
   * @param tenantsStart whether tenants' VMs start now, which need the processors more
   */
  MachinePool(
      PoolRepository pool,
      Supplier<HypervisorDriver> drivers,
      ProvisionerSettings settings,
      String host,
      String owner,
      BooleanSupplier tenantsStart,
      Clock clock) {
    this.pool = pool;
    this.drivers = drivers;
    this.settings = settings;
    this.host = host;
    this.owner = owner;
    this.tenantsStart = tenantsStart;
    this.clock = clock;
  }

  /** Does what is due now; may take as long as it takes to make some VMs wait. */
  void tend() {
    HypervisorDriver driver = drivers.get();
    Optional<TemplateId> template =
        driver instanceof StandBy ? settings.currentTemplate() : Optional.empty();
    try {
      pool.settle(host, template, settings.network(), clock.instant());
    } catch (AddressTaken meanwhile) {
      LOG.log(Level.FINE, "A new tenant took an address; the pool asks for another one", meanwhile);
    }
    if (holdsBack()) {
      return;
    }
    List<PooledMachine> due = pool.claimDue(host, owner, AT_ONCE, LEASE, clock.instant());
    for (PooledMachine machine : due) {
      Instant next = clock.instant().plus(LOOK_AGAIN);
      try {
        next = clock.instant().plus(look(machine, driver));
      } catch (RuntimeException failure) {
        LOG.log(Level.WARNING, "The VM " + machine.name() + " could not be looked after", failure);
      }
      pool.release(machine.id(), owner, next);
    }
  }

  /** Not for ever: there may always be one that starts. */
  private boolean holdsBack() {
    Instant now = clock.instant();
    if (!tenantsStart.getAsBoolean()) {
      heldBackSince = null;
      return false;
    }
    Instant since = heldBackSince == null ? now : heldBackSince;
    heldBackSince = since;
    return since.plus(LONGEST_HOLD).isAfter(now);
  }

  private Duration look(PooledMachine machine, HypervisorDriver driver) {
    VmName name = VmName.of(machine.name());
    try {
      Optional<VmStatus> status = driver.inspect(name);
      if (status.filter(VmStatus.Running.class::isInstance).isPresent()) {
        return keep(machine);
      }
      return machine.stage() == PooledStage.LEAVING
          ? leave(machine, name, driver)
          : towardsWaiting(machine, status, driver);
    } catch (HypervisorException failure) {
      pool.failed(machine.id(), Reasons.of(failure), clock.instant());
      Duration delay = BackOff.after(machine.failures() + 1);
      return delay.compareTo(SOON) < 0 ? SOON : delay;
    }
  }

  /** In ordinary work there is none: rows were put back to an earlier day. */
  private Duration keep(PooledMachine machine) {
    String reason =
        "This machine runs, although no tenant has it. It may hold a tenant's data and is kept.";
    pool.withdraw(machine.id(), reason, clock.instant());
    if (!machine.reason().equals(reason)) {
      pool.failed(machine.id(), reason, clock.instant());
    }
    return LOOK_AGAIN;
  }

  private Duration leave(PooledMachine machine, VmName name, HypervisorDriver driver) {
    driver.delete(name);
    pool.remove(machine.id(), clock.instant());
    return LOOK_AGAIN;
  }

  private Duration towardsWaiting(
      PooledMachine machine, Optional<VmStatus> status, HypervisorDriver driver) {
    VmSpec spec = settings.specOf(machine);
    String wanted = madeAs(spec, driver.info());
    boolean same = machine.madeAs().equals(wanted);
    if (same && status.filter(VmStatus.Waiting.class::isInstance).isPresent()) {
      pool.waits(machine, wanted, clock.instant());
      return LOOK_AGAIN;
    }
    boolean offered = machine.stage() == PooledStage.WAITING;
    if (offered && !pool.withdraw(machine.id(), "", clock.instant())) {
      return LOOK_AGAIN; // A tenant has it by now, and what is wrong with it is seen to there.
    }
    boolean whole = status.filter(VmStatus.Stopped.class::isInstance).isPresent();
    if (status.isPresent() && !(same && whole)) {
      driver.delete(spec.name());
    }
    driver.create(spec);
    if (driver instanceof StandBy able) {
      able.standBy(spec.name());
      pool.waits(machine, wanted, clock.instant());
    }
    return LOOK_AGAIN;
  }

  /** All that would make it another one, the engine's version and acceleration too. */
  private static String madeAs(VmSpec spec, DriverInfo engine) {
    return spec.template().digest()
        + " "
        + spec.vcpus()
        + "/"
        + spec.memoryMib()
        + "/"
        + spec.dataMib()
        + " "
        + engine.name()
        + new TreeMap<>(engine.details());
  }
}
