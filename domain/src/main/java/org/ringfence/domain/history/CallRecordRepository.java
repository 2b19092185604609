package org.ringfence.domain.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

/** The history of a tenant's calls. A call of another tenant is not found. */
public interface CallRecordRepository {
  /**
   * Takes in events of a VM's calls, all or none of them, and makes their records anew. Events that
   * are known already change nothing.
   *
   * @param events of this VM, in the order in which it wrote them
   */
  void store(TenantId tenantId, VmId vm, List<CallEvent> events, KnownNames names, Instant now);

  /** The VM's Asterisk began at this moment: its calls of before are over. */
  void cutOff(TenantId tenantId, VmId vm, Instant began, KnownNames names, Instant now);

  /** The newest first. */
  List<CallRecord> list(TenantId tenantId, CallQuery query);

  Optional<CallRecord> find(TenantId tenantId, CallRecordId id);

  /** Everything that happened in a call; empty for none of the tenant's. */
  List<CallEvent> events(TenantId tenantId, CallRecordId id);
}
