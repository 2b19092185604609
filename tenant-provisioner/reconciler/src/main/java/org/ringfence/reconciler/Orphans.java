package org.ringfence.reconciler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmStatus;

/**
 * Looks for VMs that carry our label and that no row knows. In ordinary work there are none: a row
 * is stored before its VM is made and removed after it is deleted. An orphan therefore means that
 * rows were lost, for example because a database was restored from an older backup, and then its
 * disk is the only copy of a tenant's data. So an orphan is reported, and removed only where the
 * operator asked for it ({@code ringfence.orphans=remove}), after it was seen without a row for a
 * while, and never when no VM at all has a row.
 */
final class Orphans {
  private static final Logger LOG = Logger.getLogger(Orphans.class.getName());
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final VmRepository machines;
  private final PoolRepository pool;
  private final Supplier<HypervisorDriver> drivers;
  private final boolean remove;
  private final Clock clock;
  private final Map<VmName, Instant> seenSince = new HashMap<>();

  Orphans(
      VmRepository machines,
      PoolRepository pool,
      Supplier<HypervisorDriver> drivers,
      boolean remove,
      Clock clock) {
    this.machines = machines;
    this.pool = pool;
    this.drivers = drivers;
    this.remove = remove;
    this.clock = clock;
  }

  void look() {
    HypervisorDriver driver = drivers.get();
    // The driver is asked first: a VM made in between then has its row in what is read after.
    List<VmStatus> present = driver.list();
    Set<String> known = new HashSet<>();
    // The pool before the tenants: one that becomes a tenant's in between is seen twice, not never.
    for (PooledMachine machine : pool.list()) {
      known.add(machine.name());
    }
    for (VirtualMachine machine : machines.list()) {
      known.add(machine.name());
    }
    Instant now = clock.instant();
    Set<VmName> orphans = new HashSet<>();
    Set<VmName> lost = new HashSet<>();
    for (VmStatus status : present) {
      if (status instanceof VmStatus.Lost) {
        lost.add(status.name());
      }
      if (!known.contains(status.name().value())) {
        orphans.add(status.name());
      }
    }
    seenSince.keySet().retainAll(orphans);
    for (VmName orphan : orphans) {
      if (seenSince.putIfAbsent(orphan, now) == null) {
        LOG.warning(
            "The VM "
                + orphan
                + " is ours, but the database does not know it. Its data stays until somebody"
                + " removes it.");
      }
      if (remove
          && !known.isEmpty()
          && !lost.contains(orphan)
          && seenSince.getOrDefault(orphan, now).plus(PATIENCE).isBefore(now)) {
        LOG.warning("Removing the VM " + orphan + ", which the database does not know");
        driver.delete(orphan);
        seenSince.remove(orphan);
      }
    }
  }
}
