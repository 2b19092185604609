package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.SlugTaken;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.persistence.Vault.Place;

@ApplicationScoped
@Transactional
class JpaTenantRepository extends JpaRepository implements TenantRepository {
  @Inject Vault vault;
  @Inject LiveEvents events;
  @Inject Clock clock;

  @Override
  public void add(Tenant tenant) {
    try {
      insert(TenantRow.of(tenant));
    } catch (PersistenceException e) {
      if (isDuplicateOf("tenant_slug", e)) {
        throw new SlugTaken(tenant.slug());
      }
      throw e;
    }
    tell(tenant.id());
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    return readOne(
            entities
                .createQuery("select t from TenantRow t where t.id = :id", TenantRow.class)
                .setParameter("id", id.toString()))
        .map(TenantRow::toTenant);
  }

  /** Asked for with every page and every call of the API, therefore by SQL itself. */
  @Override
  public Optional<Tenant> findBySlug(Slug slug) {
    return rows(
            "SELECT id, slug, name, country, admin_email, identity_state, created_at FROM tenant"
                + " WHERE slug = ?",
            slug.value())
        .stream()
        .map(
            row ->
                new Tenant(
                    TenantId.parse(row[0].toString()),
                    new Slug(row[1].toString()),
                    new DisplayName(row[2].toString()),
                    new Country(row[3].toString()),
                    new EmailAddress(row[4].toString()),
                    IdentityState.valueOf(row[5].toString()),
                    Micros.toInstant(((Number) row[6]).longValue())))
        .findFirst();
  }

  @Override
  public List<Tenant> list() {
    return read(
            entities.createQuery(
                "select t from TenantRow t order by t.name, t.slug", TenantRow.class))
        .stream()
        .map(TenantRow::toTenant)
        .toList();
  }

  @Override
  public List<Tenant> withPendingIdentity(int limit) {
    return read(
            entities
                .createQuery(
                    "select t from TenantRow t where t.identityState = :pending"
                        + " order by t.createdAt, t.id",
                    TenantRow.class)
                .setParameter("pending", IdentityState.PENDING.name())
                .setMaxResults(limit))
        .stream()
        .map(TenantRow::toTenant)
        .toList();
  }

  @Override
  public void identityReady(TenantId id, Optional<Secret> firstPassword) {
    byte @Nullable [] sealed =
        firstPassword.map(password -> vault.seal(place(id), password)).orElse(null);
    // A repeated call without a password must not lose the one that waits to be taken.
    int changed =
        entities
            .createQuery(
                "update TenantRow t set t.identityState = :ready,"
                    + " t.firstPassword = coalesce(:sealed, t.firstPassword) where t.id = :id")
            .setParameter("ready", IdentityState.READY.name())
            .setParameter("sealed", sealed)
            .setParameter("id", id.toString())
            .executeUpdate();
    if (changed == 1) {
      tell(id);
    }
  }

  @Override
  public Optional<Secret> takeFirstPassword(TenantId id) {
    Optional<byte[]> sealed =
        readOne(
            entities
                .createQuery(
                    "select t.firstPassword from TenantRow t"
                        + " where t.id = :id and t.firstPassword is not null",
                    byte[].class)
                .setParameter("id", id.toString()));
    if (sealed.isEmpty()) {
      return Optional.empty();
    }
    int taken =
        entities
            .createQuery(
                "update TenantRow t set t.firstPassword = null"
                    + " where t.id = :id and t.firstPassword = :sealed")
            .setParameter("id", id.toString())
            .setParameter("sealed", sealed.get())
            .executeUpdate();
    return taken == 1 ? Optional.of(vault.openSecret(place(id), sealed.get())) : Optional.empty();
  }

  private void tell(TenantId id) {
    events.publish(Optional.of(id), "tenant", id.toString(), clock.instant());
  }

  private static Place place(TenantId id) {
    return new Place(TenantRow.TABLE, "first_password_enc", id.toString());
  }
}
