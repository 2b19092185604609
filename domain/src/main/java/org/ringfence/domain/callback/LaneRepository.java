package org.ringfence.domain.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.tenant.TenantId;

/** Who dials for whom. */
public interface LaneRepository {
  /**
   * Renews the leases {@code owner} holds and claims lanes that are free or whose lease ended, one
   * per tenant with a VM that should run. Returns all lanes the owner holds now.
   */
  @AcrossTenants("a dialer serves all tenants")
  List<Lane> hold(String owner, Duration lease, Instant now);

  /** The tenants whose lane {@code owner} holds and that have a callback which is due. */
  @AcrossTenants("a dialer serves all tenants")
  Set<TenantId> waiting(String owner, Instant now);

  /**
   * Says for those who watch whether the lane's holder is connected to the PBX. Nothing happens
   * when {@code owner} does not hold it any more.
   *
   * @param callsAtOnce callbacks that may be under way at the same time
   */
  void contact(TenantId tenantId, String owner, boolean contact, int callsAtOnce, Instant now);

  /** Gives a lane back at once, for a planned stop. */
  void release(TenantId tenantId, String owner);
}
