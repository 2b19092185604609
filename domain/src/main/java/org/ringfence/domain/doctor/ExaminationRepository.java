package org.ringfence.domain.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.TenantId;

/** Examinations of a tenant's trunks. One of another tenant is not found. */
public interface ExaminationRepository {
  /** Stores a new one, wakes the PBX and the watchers, and forgets the oldest of the trunk. */
  void add(TenantId tenantId, Examination examination);

  Optional<Examination> find(TenantId tenantId, ExaminationId id);

  /** The newest of a trunk, newest first. */
  List<Examination> list(TenantId tenantId, TrunkId trunkId);

  /**
   * Hands out the oldest one that waits, at most once, unless another one runs; those that waited
   * since before {@code oldest} are not handed out any more.
   */
  Optional<Examination> take(TenantId tenantId, Instant oldest, Instant now);

  /** Stores the report of one that runs; false when there is none of this id. */
  boolean finish(TenantId tenantId, ExaminationId id, String report, Instant now);
}
