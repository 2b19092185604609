package org.ringfence.domain.audit;

import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/**
 * Somebody did something.
 *
 * @param actor login name
 * @param action verb and object, for example {@code trunk.saved}
 * @param subject name or id of the object, without secrets
 */
public record AuditEntry(
    Optional<TenantId> tenantId, String actor, String action, String subject, Instant at) {}
