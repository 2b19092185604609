package org.ringfence.domain.callback;

import org.ringfence.domain.Country;
import org.ringfence.domain.tenant.TenantId;

/** A widget with what the public edge needs to know about its tenant. */
public record PublishedWidget(TenantId tenantId, Country country, Widget widget) {}
