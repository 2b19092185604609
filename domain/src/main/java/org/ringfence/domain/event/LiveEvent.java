package org.ringfence.domain.event;

import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/**
 * Something changed. It says what to look at again, never the new value, so that watching never
 * replaces a permission check.
 *
 * @param tenantId whose it is; empty for what concerns the platform
 * @param kind what kind of thing: vm, trunk, extension, revision, callback, call, lane, widget,
 *     tenant
 * @param subject which one: its id
 */
public record LiveEvent(
    long id, Optional<TenantId> tenantId, String kind, String subject, Instant at) {}
