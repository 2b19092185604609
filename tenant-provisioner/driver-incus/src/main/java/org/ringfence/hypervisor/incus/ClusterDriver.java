package org.ringfence.hypervisor.incus;

import org.ringfence.hypervisor.Evacuation;
import org.ringfence.hypervisor.HostMoves;
import org.ringfence.hypervisor.HostName;
import org.ringfence.hypervisor.VmName;

/** The same for a cluster: VMs move between its members, and a member can be emptied. */
final class ClusterDriver extends IncusDriver implements HostMoves, Evacuation {
  ClusterDriver(IncusSettings settings, Api api, Server server) {
    super(settings, api, server);
  }

  @Override
  public void move(VmName vm, HostName host) {
    moveTo(vm, host);
  }

  @Override
  public boolean carriesVms() {
    return asked("look at the storage pool", members()::shareStorage);
  }

  @Override
  public void evacuate(HostName host) {
    asked(
        "evacuate the host " + host,
        () -> {
          requireHost(host, "evacuate the host");
          members().evacuate(host);
          return true;
        });
  }

  @Override
  public void reopen(HostName host) {
    asked(
        "restore the host " + host,
        () -> {
          requireHost(host, "restore the host");
          members().restore(host);
          return true;
        });
  }
}
