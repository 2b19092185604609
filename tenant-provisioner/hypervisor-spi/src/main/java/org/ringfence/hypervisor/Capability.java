package org.ringfence.hypervisor;

/**
 * What a driver may be able to do beyond {@link HypervisorDriver}. A driver declares a capability
 * in {@link DriverInfo} exactly when it implements the capability's interface.
 */
public enum Capability {
  CONSOLE_OUTPUT(ConsoleOutput.class),
  EVACUATION(Evacuation.class),
  HOST_MOVES(HostMoves.class),
  HOSTS(Hosts.class),
  SNAPSHOTS(Snapshots.class),
  STAND_BY(StandBy.class),
  VM_EVENTS(VmEvents.class),
  WARM_START(WarmStart.class);

  private final Class<?> type;

  Capability(Class<?> type) {
    this.type = type;
  }

  public Class<?> type() {
    return type;
  }
}
