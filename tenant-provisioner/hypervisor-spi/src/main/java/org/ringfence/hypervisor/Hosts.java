package org.ringfence.hypervisor;

import java.util.List;
import java.util.Map;

/**
 * Capability: the driver knows which hosts its engine has, how full they are, and which VM is
 * where; one host is enough for that.
 */
public interface Hosts {
  /** All of them, ordered by name, lost ones too; never empty. */
  List<HypervisorHost> hosts();

  /**
   * Where the VMs with our label are, those on lost hosts too. A VM of which the engine does not
   * say it is left out, such as one on storage that all hosts share and that does not run.
   */
  Map<VmName, HostName> placements();

  /**
   * {@link HypervisorDriver#create} on a host that the caller chose. A VM that exists stays where
   * it is.
   *
   * @throws HypervisorException USER when there is no such host; EXTERNAL when it takes no VMs or
   *     does not answer; otherwise as there
   */
  void createOn(VmSpec spec, HostName host);
}
