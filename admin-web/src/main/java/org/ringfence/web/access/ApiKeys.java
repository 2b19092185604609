package org.ringfence.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.access.ApiKey;
import org.ringfence.domain.access.ApiKeyId;
import org.ringfence.domain.access.ApiKeyRepository;
import org.ringfence.domain.access.ApiKeySecret;
import org.ringfence.domain.access.KeyScope;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.form.InvalidForm;

/** What people do with API keys, and the check of one that is presented. */
@ApplicationScoped
@Transactional
public class ApiKeys {
  private static final int MOST_KEYS = 100;
  private static final int MOST_DAYS = 3650;
  private static final Duration USE_KEPT_TO = Duration.ofMinutes(1);

  @Inject ApiKeyRepository keys;
  @Inject TenantRepository tenants;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** A new key with the secret that is shown this once. */
  public record Created(ApiKey key, ApiKeySecret secret) {}

  /** A key that was presented and is good. */
  public record Accepted(ApiKey key, Optional<Tenant> tenant) {}

  /** A tenant's keys, or the hoster's. */
  public List<ApiKey> list(Optional<TenantId> tenantId) {
    return tenantId.map(keys::list).orElseGet(keys::ofHoster);
  }

  public Optional<ApiKey> find(Optional<TenantId> tenantId, ApiKeyId id) {
    return list(tenantId).stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /**
   * Makes a key.
   *
   * @param scope {@code READ} or {@code WRITE}, or by area, {@code calls=READ trunks=WRITE}
   * @param days until it expires; blank for never
   * @throws InvalidForm when a field is refused
   */
  public Created create(
      Optional<TenantId> tenantId, String name, String scope, String days, String actor) {
    Instant now = clock.instant();
    if (list(tenantId).size() >= MOST_KEYS) {
      throw new InvalidForm(
          Map.of("name", "There are 100 keys. Please revoke one that is not used any more."));
    }
    ApiKey key =
        new ApiKey(
            ApiKeyId.random(),
            tenantId,
            name(name),
            scope(scope),
            actor,
            now,
            days(days).map(now::plus),
            Optional.empty());
    ApiKeySecret secret = ApiKeySecret.random(key.id());
    keys.add(key, secret.digest());
    audit.append(new AuditEntry(tenantId, actor, "key.created", key.name().value(), now));
    return new Created(key, secret);
  }

  private static DisplayName name(String text) {
    try {
      return new DisplayName(text);
    } catch (InvalidValue refused) {
      throw new InvalidForm("name", refused);
    }
  }

  private static KeyScope scope(String text) {
    try {
      return KeyScope.parse(text);
    } catch (IllegalArgumentException unknown) {
      throw new InvalidForm(
          Map.of("scope", "Please choose READ or WRITE, everywhere or for at least one area."));
    }
  }

  private static Optional<Duration> days(String text) {
    String days = text.strip();
    if (days.isEmpty()) {
      return Optional.empty();
    }
    if (!days.matches("[1-9][0-9]{0,3}") || Integer.parseInt(days) > MOST_DAYS) {
      throw new InvalidForm(
          Map.of(
              "days", "Please write 1 to 3650 days, or leave this empty for a key without end."));
    }
    return Optional.of(Duration.ofDays(Integer.parseInt(days)));
  }

  /** Revokes a key at once; false when there is no such key. */
  public boolean revoke(Optional<TenantId> tenantId, ApiKeyId id, String actor) {
    Optional<ApiKey> key = find(tenantId, id);
    boolean removed =
        tenantId.map(owner -> keys.remove(owner, id)).orElseGet(() -> keys.removeOfHoster(id));
    if (removed) {
      audit.append(
          new AuditEntry(
              tenantId,
              actor,
              "key.revoked",
              key.map(known -> known.name().value()).orElse(id.toString()),
              clock.instant()));
    }
    return removed;
  }

  /** What a presented key opens; empty when it is none of ours, revoked or expired. */
  public Optional<Accepted> check(String presented) {
    Instant now = clock.instant();
    Optional<ApiKey> found =
        ApiKeySecret.parse(presented)
            .flatMap(keys::findBySecret)
            .filter(key -> !key.isExpiredAt(now));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ApiKey key = found.get();
    if (key.lastUsedAt().isEmpty() || key.lastUsedAt().get().plus(USE_KEPT_TO).isBefore(now)) {
      keys.used(key.id(), now);
    }
    Optional<Tenant> tenant = key.tenantId().flatMap(tenants::find);
    return key.tenantId().isPresent() && tenant.isEmpty()
        ? Optional.empty()
        : Optional.of(new Accepted(key, tenant));
  }
}
