package org.ringfence.domain.callback;

import org.ringfence.domain.tenant.TenantId;

/**
 * The right to dial for a tenant, held by one dialer at a time.
 *
 * @param epoch grows with every new holder; writes with an older epoch are refused
 */
public record Lane(TenantId tenantId, long epoch) {}
