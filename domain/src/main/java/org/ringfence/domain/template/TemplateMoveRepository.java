package org.ringfence.domain.template;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

/**
 * Moves of tenants' VMs between template versions: wished for by the portal, carried out by the
 * provisioner. A VM has at most one under way.
 */
public interface TemplateMoveRepository {
  /**
   * Begins a move at once, and wakes the provisioner. The same version again makes the machine
   * anew.
   *
   * @param by login name
   * @return false when the VM has a move under way, is being deleted, or runs a version that nobody
   *     knows yet
   */
  boolean begin(TenantId tenantId, TemplateId to, String by, Instant now);

  /**
   * Lets all VMs that run another version move, one after another, in the order of their names;
   * moves that waited before for whatever version are called off.
   *
   * @param first whose VM goes first
   * @return how many wait now
   */
  @AcrossTenants("the hoster moves the whole fleet")
  int queueAll(TemplateId to, Optional<TenantId> first, String by, Instant now);

  /** Calls off all that wait for this version; returns how many. */
  @AcrossTenants("the hoster moves the whole fleet")
  int cancel(TemplateId to, String reason, Instant now);

  /** The newest first. */
  List<TemplateMove> list(TenantId tenantId, int limit);

  /** Moves to or from a version that are under way or wait, in their order, then the others. */
  @AcrossTenants("the hoster moves the whole fleet")
  List<Entry> about(TemplateId id, int limit);

  /** A move and whose. */
  record Entry(TenantId tenantId, TemplateMove move) {}

  /**
   * Begins the next of those that wait, unless one that came from the queue is under way.
   *
   * @return whether there may be more to do at once
   */
  @AcrossTenants("the provisioner serves all tenants")
  boolean beginNext(Instant now);

  /** The VM does not come up: from now on it is to run the former version again. */
  @AcrossTenants("the reconciler holds VMs by lease")
  void turnBack(VmId vm, TemplateMoveId id, String reason, Instant now);

  /**
   * The move is over. One of many that went back calls off those that still wait.
   *
   * @param state ARRIVED or RETURNED
   */
  @AcrossTenants("the reconciler holds VMs by lease")
  void end(VmId vm, TemplateMoveId id, TemplateMove.State state, Instant now);
}
