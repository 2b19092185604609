package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaExtensionRepository extends JpaRepository implements ExtensionRepository {
  @Inject Vault vault;
  @Inject LiveEvents events;
  @Inject Clock clock;

  @Override
  public List<Extension> list(TenantId tenantId) {
    return read(
            entities
                .createQuery(
                    "select e from ExtensionRow e where e.tenantId = :tenant"
                        + " order by length(e.number), e.number",
                    ExtensionRow.class)
                .setParameter("tenant", tenantId.toString()))
        .stream()
        .map(row -> row.toExtension(vault))
        .toList();
  }

  @Override
  public Optional<Extension> find(TenantId tenantId, ExtensionId id) {
    return readOne(
            entities
                .createQuery(
                    "select e from ExtensionRow e where e.id = :id and e.tenantId = :tenant",
                    ExtensionRow.class)
                .setParameter("id", id.toString())
                .setParameter("tenant", tenantId.toString()))
        .map(row -> row.toExtension(vault));
  }

  @Override
  public Optional<Extension> findByNumber(TenantId tenantId, ExtensionNumber number) {
    return readOne(
            entities
                .createQuery(
                    "select e from ExtensionRow e"
                        + " where e.number = :number and e.tenantId = :tenant",
                    ExtensionRow.class)
                .setParameter("number", number.value())
                .setParameter("tenant", tenantId.toString()))
        .map(row -> row.toExtension(vault));
  }

  @Override
  public void save(TenantId tenantId, Extension extension) {
    try {
      Optional<ExtensionRow> found =
          entities
              .createQuery(
                  "select e from ExtensionRow e where e.id = :id and e.tenantId = :tenant",
                  ExtensionRow.class)
              .setParameter("id", extension.id().toString())
              .setParameter("tenant", tenantId.toString())
              .setLockMode(LockModeType.PESSIMISTIC_WRITE)
              .getResultStream()
              .findFirst();
      ExtensionRow row = found.orElseGet(() -> ExtensionRow.of(tenantId, extension.id()));
      row.take(extension, vault);
      if (found.isEmpty()) {
        entities.persist(row);
      }
      flush();
    } catch (PersistenceException e) {
      if (isDuplicateOf("extension_number", e)) {
        throw new NameTaken(
            "number",
            "Another extension already has the number "
                + extension.number()
                + ". Please choose another one.");
      }
      if (isDuplicateOf("primary", e)) {
        throw new InvalidValue("There is no such extension.");
      }
      throw e;
    }
    tell(tenantId, extension.id());
  }

  @Override
  public boolean delete(TenantId tenantId, ExtensionId id) {
    int deleted =
        entities
            .createQuery("delete from ExtensionRow e where e.id = :id and e.tenantId = :tenant")
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    if (deleted == 1) {
      tell(tenantId, id);
    }
    return deleted == 1;
  }

  private void tell(TenantId tenantId, ExtensionId id) {
    events.publish(Optional.of(tenantId), "extension", id.toString(), clock.instant());
  }
}
