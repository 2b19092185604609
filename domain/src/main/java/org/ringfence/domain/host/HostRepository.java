package org.ringfence.domain.host;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

/** The hosts of this platform, and which VM is on which. */
@AcrossTenants("hosts are the hoster's")
public interface HostRepository {
  /** Ordered by name. */
  List<Host> list();

  Optional<Host> find(HostName name);

  /**
   * All hosts, ordered by name, with what was promised to VMs on them.
   *
   * @param memoryMib what a VM without a plan may use
   * @param except a VM that does not count; empty for none
   */
  List<HostLoad> loads(int memoryMib, Optional<VmId> except);

  /** Whose VMs are on it, in the order of the VMs' names. */
  List<TenantId> tenants(HostName name);

  /** Where a VM is, or was last; empty when that is not known. */
  Optional<HostName> of(VmId vm);

  /**
   * Notes what the hypervisor says now; people's wishes and their notes stay. A host that it does
   * not name any more is forgotten, or lost as long as a VM is on it. Watchers are told of what is
   * more than a change of what is used.
   */
  void found(Collection<Host> present, Instant now);

  /**
   * Notes where the hypervisor says that VMs are; those it does not name stay where they were.
   *
   * @param hosts by the VM's name
   */
  void located(Map<String, HostName> hosts);

  /** Notes where a VM is, or is about to be. */
  void place(VmId vm, HostName host);

  /**
   * Whoever holds a claim on the VM holds it at least until then: what is done to it takes longer
   * than claims last. The claim ends as others do.
   */
  void hold(VmId vm, Instant until);

  /**
   * A host tells that something happened to the VM of that name: it is due at once. Does nothing
   * when there is none.
   */
  void wake(String vm);

  /** Changes what is wanted of a host and forgets its note; the VMs that are on it are due. */
  void wish(HostName name, Host.Wish wish, Instant now);

  /** The hypervisor has been told: a host that was to be reopened is open. */
  void reopened(HostName name, Instant now);

  /** Changes what there is to say about a wish; watchers are told when it is something else. */
  void note(HostName name, String words, Instant now);
}
