package org.ringfence.dialer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ringfence.domain.callback.Lane;
import org.ringfence.domain.callback.LaneRepository;
import org.ringfence.domain.tenant.TenantId;

/** The lanes that this dialer holds. */
final class Lanes {
  private static final Logger LOG = Logger.getLogger(Lanes.class.getName());

  private final LaneRepository repository;
  private final DialerSettings settings;
  private final TenantLane.Ports ports;
  private final Executor executor;
  private final Map<TenantId, TenantLane> held = new HashMap<>();

  /** Whether each lane was last said to be connected. Of the tick alone. */
  private final Map<Lane, Boolean> told = new HashMap<>();

  Lanes(
      LaneRepository repository,
      DialerSettings settings,
      TenantLane.Ports ports,
      Executor executor) {
    this.repository = repository;
    this.settings = settings;
    this.ports = ports;
    this.executor = executor;
  }

  /** Renews our leases, takes free lanes, and lets go of lanes that are not ours any more. */
  void hold() {
    List<Lane> lanes = repository.hold(settings.owner(), settings.lease(), ports.clock().instant());
    synchronized (held) {
      Set<Lane> ours = Set.copyOf(lanes);
      held.values()
          .removeIf(
              lane -> {
                boolean gone = !ours.contains(lane.lane());
                if (gone) {
                  lane.stop();
                }
                return gone;
              });
      for (Lane lane : lanes) {
        held.computeIfAbsent(
            lane.tenantId(), tenant -> new TenantLane(lane, settings, ports, executor));
      }
      ports
          .metrics()
          .lanes(held.size(), (int) held.values().stream().filter(TenantLane::isConnected).count());
    }
  }

  /** Begins what is due. */
  void look() {
    Set<TenantId> waiting = repository.waiting(settings.owner(), ports.clock().instant());
    for (TenantLane lane : lanes()) {
      if (waiting.contains(lane.lane().tenantId())) {
        lane.wake();
      }
    }
  }

  /** Looks after everything that depends on time. */
  void tick() {
    List<TenantLane> lanes = lanes();
    lanes.forEach(TenantLane::tick);
    told.keySet().retainAll(lanes.stream().map(TenantLane::lane).toList());
    lanes.forEach(this::tellContact);
  }

  /** Whoever watches the lanes sees from the database whether a PBX answers its dialer. */
  private void tellContact(TenantLane lane) {
    boolean contact = lane.isConnected();
    Boolean before = told.get(lane.lane());
    if (before != null && before == contact) {
      return;
    }
    try {
      repository.contact(
          lane.lane().tenantId(),
          settings.owner(),
          contact,
          settings.callsPerTenant(),
          ports.clock().instant());
      told.put(lane.lane(), contact);
    } catch (RuntimeException failure) {
      LOG.log(Level.FINE, "Told at the next tick", failure);
    }
  }

  /** Gives all lanes back, so that another dialer takes them at once. */
  void stop() {
    for (TenantLane lane : lanes()) {
      lane.stop();
      try {
        repository.release(lane.lane().tenantId(), settings.owner());
      } catch (RuntimeException failure) {
        LOG.log(Level.FINE, "The lease of a lane ends by itself", failure);
      }
    }
    synchronized (held) {
      held.clear();
    }
  }

  private List<TenantLane> lanes() {
    synchronized (held) {
      return new ArrayList<>(held.values());
    }
  }
}
