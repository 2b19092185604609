package org.ringfence.web.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.access.ApiKeys;
import org.ringfence.web.access.Guesses;
import org.ringfence.web.access.KeyAreas;

/** Whom an API key stands for: a tenant admin of its tenant, or a platform admin. */
@ApplicationScoped
public class KeySignIn {
  /** Says what the API can do, and nothing of anybody. */
  private static final String DESCRIPTION = "/api/openapi.json";

  private final ApiKeys keys;
  private final Guesses guesses;

  @Inject
  KeySignIn(ApiKeys keys, Clock clock) {
    this.keys = keys;
    this.guesses = new Guesses(clock);
  }

  /** What became of a key that was presented. */
  sealed interface Outcome {}

  record Accepted(IdentityClaims claims) implements Outcome {}

  /** It is none of ours, was revoked or has expired: the same for all. */
  record Unknown() implements Outcome {}

  record OutOfScope() implements Outcome {}

  /** This address presented too many that were not good. */
  record TooMany() implements Outcome {}

  /**
   * @param path of the request, as it was sent
   * @param address of the caller
   */
  Outcome check(String presented, String method, String path, String address) {
    if (guesses.isTooMany(address)) {
      return new TooMany();
    }
    Optional<ApiKeys.Accepted> found = keys.check(presented);
    if (found.isEmpty()) {
      guesses.failed(address);
      return new Unknown();
    }
    ApiKeys.Accepted accepted = found.get();
    boolean open = path.equals(DESCRIPTION) && method.equals("GET");
    if (!open && !accepted.key().allows(KeyAreas.of(path), method)) {
      return new OutOfScope();
    }
    String name = "key:" + accepted.key().name();
    return new Accepted(
        accepted
            .tenant()
            .map(Tenant::slug)
            .map(slug -> new IdentityClaims(name, Set.of(Roles.TENANT_ADMIN), Set.of(slug.value())))
            .orElseGet(() -> new IdentityClaims(name, Set.of(Roles.PLATFORM_ADMIN), Set.of())));
  }
}
