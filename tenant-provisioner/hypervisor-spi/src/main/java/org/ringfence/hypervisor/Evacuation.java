package org.ringfence.hypervisor;

/** Capability: the engine itself empties a host, for work on it, and takes it back. */
public interface Evacuation {
  /**
   * Whether evacuating brings our VMs to other hosts and runs them there. Where it does not, for
   * example because their disks are on the host's own storage, it stops those that are left: then
   * they have to be moved before.
   */
  boolean carriesVms();

  /**
   * Has the engine empty the host; it takes no VMs afterwards ({@link
   * HypervisorHost.State#CLOSED}). Does nothing when it is evacuated already.
   *
   * @throws HypervisorException USER when there is no such host; EXTERNAL when it does not answer
   */
  void evacuate(HostName host);

  /**
   * Opens an evacuated host for VMs again. The engine may bring those back that it took away. Does
   * nothing when the host is not evacuated.
   *
   * @throws HypervisorException USER when there is no such host; EXTERNAL when it does not answer
   */
  void reopen(HostName host);
}
