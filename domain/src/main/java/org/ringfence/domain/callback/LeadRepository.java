package org.ringfence.domain.callback;

import java.util.List;
import java.util.Optional;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.tenant.TenantId;

/** Who asked to be called by a widget. What programs ask for by the API is no lead. */
public interface LeadRepository {
  /** The newest first. */
  List<Lead> list(TenantId tenantId, LeadQuery query);

  Optional<Lead> find(TenantId tenantId, CallbackId id);

  /** The calls in the history that were made for a lead, the first one first. */
  List<CallRecordId> calls(TenantId tenantId, CallbackId id);

  /** Replaces the notes; false when the tenant has no such lead. */
  boolean note(TenantId tenantId, CallbackId id, String notes);
}
