package org.ringfence.hypervisor.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.ringfence.hypervisor.Capability;
import org.ringfence.hypervisor.ConsoleOutput;
import org.ringfence.hypervisor.DriverInfo;
import org.ringfence.hypervisor.Evacuation;
import org.ringfence.hypervisor.HostMoves;
import org.ringfence.hypervisor.HostName;
import org.ringfence.hypervisor.Hosts;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorHost;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.SnapshotName;
import org.ringfence.hypervisor.Snapshots;
import org.ringfence.hypervisor.StandBy;
import org.ringfence.hypervisor.VmEvents;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/** Drives a {@link SimulatedHypervisor}. */
public final class SimulatorDriver
    implements HypervisorDriver,
        ConsoleOutput,
        Snapshots,
        StandBy,
        Hosts,
        HostMoves,
        Evacuation,
        VmEvents {
  private final SimulatedHypervisor hypervisor;
  private final Map<VmName, ReentrantLock> turns = new ConcurrentHashMap<>();

  public SimulatorDriver(SimulatedHypervisor hypervisor) {
    this.hypervisor = hypervisor;
  }

  @Override
  public void create(VmSpec spec) {
    change(Operation.CREATE, spec.name(), () -> hypervisor.create(spec));
  }

  @Override
  public void reconfigure(VmSpec spec) {
    change(Operation.RECONFIGURE, spec.name(), () -> hypervisor.reconfigure(spec));
  }

  @Override
  public void standBy(VmName name) {
    change(Operation.STAND_BY, name, () -> hypervisor.standBy(name));
  }

  @Override
  public void start(VmName name, IdentityDocument identity) {
    change(Operation.START, name, () -> hypervisor.start(name, identity));
  }

  @Override
  public void stop(VmName name, Duration limit) {
    change(
        Operation.STOP,
        name,
        () -> {
          if (hypervisor.askToPowerOff(name)) {
            hypervisor.letPass(limit);
            hypervisor.cutPower(name);
          }
        });
  }

  @Override
  public void kill(VmName name) {
    change(Operation.KILL, name, () -> hypervisor.cutPower(name));
  }

  @Override
  public void delete(VmName name) {
    change(Operation.DELETE, name, () -> hypervisor.delete(name));
  }

  @Override
  public Optional<VmStatus> inspect(VmName name) {
    hypervisor.enter(Operation.INSPECT, name);
    Optional<VmStatus> status = hypervisor.inspect(name);
    hypervisor.leave(Operation.INSPECT, name);
    return status;
  }

  @Override
  public List<VmStatus> list() {
    hypervisor.enter(Operation.LIST, null);
    List<VmStatus> statuses = hypervisor.list();
    hypervisor.leave(Operation.LIST, null);
    return statuses;
  }

  @Override
  public DriverInfo info() {
    return new DriverInfo(
        SimulatorDriverFactory.NAME,
        Set.of(
            Capability.CONSOLE_OUTPUT,
            Capability.EVACUATION,
            Capability.HOST_MOVES,
            Capability.HOSTS,
            Capability.SNAPSHOTS,
            Capability.STAND_BY,
            Capability.VM_EVENTS),
        Map.of("accel", "none"));
  }

  @Override
  public String consoleOutput(VmName name, int mostBytes) {
    String all = hypervisor.console(name);
    return all.substring(Math.max(0, all.length() - mostBytes));
  }

  @Override
  public void takeSnapshot(VmName vm, SnapshotName snapshot) {
    change(Operation.TAKE_SNAPSHOT, vm, () -> hypervisor.takeSnapshot(vm, snapshot));
  }

  @Override
  public void rollBack(VmName vm, SnapshotName snapshot) {
    change(Operation.ROLL_BACK, vm, () -> hypervisor.rollBack(vm, snapshot));
  }

  @Override
  public void deleteSnapshot(VmName vm, SnapshotName snapshot) {
    change(Operation.DELETE_SNAPSHOT, vm, () -> hypervisor.deleteSnapshot(vm, snapshot));
  }

  @Override
  public List<SnapshotName> snapshots(VmName vm) {
    return hypervisor.snapshots(vm);
  }

  @Override
  public List<HypervisorHost> hosts() {
    return hypervisor.hosts();
  }

  @Override
  public Map<VmName, HostName> placements() {
    return hypervisor.placements();
  }

  @Override
  public void createOn(VmSpec spec, HostName host) {
    change(Operation.CREATE, spec.name(), () -> hypervisor.create(spec, host));
  }

  @Override
  public void move(VmName vm, HostName host) {
    change(Operation.MOVE, vm, () -> hypervisor.move(vm, host));
  }

  @Override
  public boolean carriesVms() {
    return hypervisor.carriesVms();
  }

  @Override
  public void evacuate(HostName host) {
    hypervisor.enter(Operation.EVACUATE, null);
    hypervisor.evacuate(host);
    hypervisor.leave(Operation.EVACUATE, null);
  }

  @Override
  public void reopen(HostName host) {
    hypervisor.enter(Operation.REOPEN, null);
    hypervisor.reopen(host);
    hypervisor.leave(Operation.REOPEN, null);
  }

  @Override
  public Subscription watch(Consumer<VmName> listener) {
    hypervisor.listen(listener);
    return () -> hypervisor.forget(listener);
  }

  @Override
  public void close() {
    turns.clear();
  }

  private void change(Operation operation, VmName name, Runnable effect) {
    ReentrantLock turn = turns.computeIfAbsent(name, any -> new ReentrantLock(true));
    turn.lock();
    try {
      hypervisor.enter(operation, name);
      effect.run();
      hypervisor.leave(operation, name);
    } finally {
      turn.unlock();
    }
  }
}
