package org.ringfence.domain.access;

import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.tenant.TenantId;

/**
 * A key of the API, without its secret.
 *
 * @param tenantId whose things it opens; empty for a key of the hoster
 * @param expiresAt empty for never
 * @param lastUsedAt to the minute; empty when it was never used
 */
public record ApiKey(
    ApiKeyId id,
    Optional<TenantId> tenantId,
    DisplayName name,
    Scope scope,
    String createdBy,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsedAt) {
  /** What it may do. */
  public enum Scope {
    /** Ask for things. */
    READ,
    /** Ask for things and change them. */
    WRITE
  }

  public boolean isExpiredAt(Instant now) {
    return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
  }

  /** Whether a request of this HTTP method is within its scope. */
  public boolean allows(String method) {
    return scope == Scope.WRITE
        || method.equals("GET")
        || method.equals("HEAD")
        || method.equals("OPTIONS");
  }
}
