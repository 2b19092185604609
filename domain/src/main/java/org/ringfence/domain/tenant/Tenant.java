package org.ringfence.domain.tenant;

import java.time.Instant;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;

/** A customer of the hoster: one PBX, one VM, one organization in the identity provider. */
public record Tenant(
    TenantId id,
    Slug slug,
    DisplayName name,
    Country country,
    EmailAddress adminEmail,
    IdentityState identity,
    Instant createdAt) {}
