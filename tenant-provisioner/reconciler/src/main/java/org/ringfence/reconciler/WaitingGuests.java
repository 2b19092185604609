package org.ringfence.reconciler;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

/**
 * Guests that asked for a newer configuration than there was. None holds a thread: one tail of the
 * feed of changes wakes those whose tenant changed. A wake-up that gets lost costs nothing but the
 * rest of the guest's wait, because it asks again.
 */
final class WaitingGuests {
  private static final Logger LOG = Logger.getLogger(WaitingGuests.class.getName());
  private static final Set<String> WAKING = Set.of("revision", "vm", "examination");

  private final GuestConfigurations configurations;
  private final Function<TenantId, Optional<GuestAnswer>> orders;
  private final EventTail tail;
  private final Executor workers;
  private final Map<TenantId, Set<Waiting>> waiting = new ConcurrentHashMap<>();

  /**
   * @param orders what else a tenant's guest should do now; each is given out once
   */
  WaitingGuests(
      GuestConfigurations configurations,
      Function<TenantId, Optional<GuestAnswer>> orders,
      EventTail tail,
      Executor workers) {
    this.configurations = configurations;
    this.orders = orders;
    this.tail = tail;
    this.workers = workers;
  }

  /**
   * Waits for something newer.
   *
   * @param takesOrders whether it can do anything else than take configurations
   * @param answer gets the answer, at most once
   */
  Waiting add(
      TenantId tenantId, VmId id, int have, boolean takesOrders, Consumer<GuestAnswer> answer) {
    Waiting guest = new Waiting(tenantId, id, have, takesOrders, answer);
    waiting.computeIfAbsent(tenantId, any -> ConcurrentHashMap.newKeySet()).add(guest);
    // What changed between the guest's first answer and this moment woke nobody.
    check(guest);
    return guest;
  }

  /** Forgets a guest that was answered otherwise or went away. */
  void remove(Waiting guest) {
    waiting.computeIfPresent(
        guest.tenantId,
        (tenantId, guests) -> {
          guests.remove(guest);
          return guests.isEmpty() ? null : guests;
        });
  }

  /** Wakes the guests whose tenants changed since the last call. */
  void follow() {
    if (waiting.isEmpty()) {
      tail.rewind();
      return;
    }
    if (tail.begin()) {
      // A change between a guest's last answer and this moment was on no tail.
      waiting
          .values()
          .forEach(guests -> guests.forEach(guest -> workers.execute(() -> check(guest))));
      return;
    }
    Set<TenantId> changed = new HashSet<>();
    for (LiveEvent event : tail.fresh()) {
      if (WAKING.contains(event.kind())) {
        event.tenantId().ifPresent(changed::add);
      }
    }
    for (TenantId tenantId : changed) {
      for (Waiting guest : waiting.getOrDefault(tenantId, Set.of())) {
        workers.execute(() -> check(guest));
      }
    }
  }

  /** Sends everybody away, for the end of this process. */
  void close() {
    for (Set<Waiting> guests : waiting.values()) {
      guests.forEach(guest -> guest.answer.accept(new GuestAnswer.Nothing()));
    }
    waiting.clear();
  }

  int count() {
    return waiting.values().stream().mapToInt(Collection::size).sum();
  }

  private void check(Waiting guest) {
    try {
      GuestAnswer answer = configurations.answer(guest.id, guest.have);
      if (guest.takesOrders && answer instanceof GuestAnswer.Nothing) {
        answer = orders.apply(guest.tenantId).orElse(answer);
      }
      if (!(answer instanceof GuestAnswer.Nothing)) {
        remove(guest);
        guest.answer.accept(answer);
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The guest of VM " + guest.id + " cannot be answered now", failure);
    }
  }

  /** One guest that waits. */
  static final class Waiting {
    private final TenantId tenantId;
    private final VmId id;
    private final int have;
    private final boolean takesOrders;
    private final Consumer<GuestAnswer> answer;

    private Waiting(
        TenantId tenantId, VmId id, int have, boolean takesOrders, Consumer<GuestAnswer> answer) {
      this.tenantId = tenantId;
      this.id = id;
      this.have = have;
      this.takesOrders = takesOrders;
      this.answer = answer;
    }
  }
}
