package org.ringfence.domain.revision;

import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/**
 * One configuration of a tenant's PBX.
 *
 * @param number counts from 1 per tenant
 * @param summary what changed, in words
 * @param requestedBy login name of who changed it
 * @param digest SHA-256 of the rendered bundle, hex; empty before it is rendered
 * @param reason why it failed; empty otherwise
 */
public record Revision(
    TenantId tenantId,
    int number,
    RevisionState state,
    String summary,
    String requestedBy,
    String digest,
    String reason,
    Instant requestedAt,
    Optional<Instant> finishedAt) {}
