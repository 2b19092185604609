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
    KeyScope scope,
    String createdBy,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsedAt) {
  /** What can be done with things. */
  public enum Scope {
    /** Ask for things. */
    READ,
    /** Ask for things and change them. */
    WRITE
  }

  public boolean isExpiredAt(Instant now) {
    return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
  }

  /**
   * Whether a request is within its scope.
   *
   * @param area of what it is about; empty for what belongs to none
   * @param method of HTTP
   */
  public boolean allows(Optional<KeyArea> area, String method) {
    boolean reads = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    return scope.allows(area, reads);
  }
}
