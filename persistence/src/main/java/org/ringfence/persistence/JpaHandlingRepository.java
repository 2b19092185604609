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
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaHandlingRepository extends JpaRepository implements HandlingRepository {
  @Inject LiveEvents events;
  @Inject Clock clock;

  @Override
  public List<Handling> list(TenantId tenantId) {
    return read(
            entities
                .createQuery(
                    "select h from HandlingRow h left join fetch h.fields"
                        + " where h.tenantId = :tenant order by h.name, h.id",
                    HandlingRow.class)
                .setParameter("tenant", tenantId.toString()))
        .stream()
        .map(HandlingRow::toHandling)
        .toList();
  }

  @Override
  public Optional<Handling> find(TenantId tenantId, HandlingId id) {
    return readOne(
            entities
                .createQuery(
                    "select h from HandlingRow h left join fetch h.fields"
                        + " where h.id = :id and h.tenantId = :tenant",
                    HandlingRow.class)
                .setParameter("id", id.toString())
                .setParameter("tenant", tenantId.toString()))
        .map(HandlingRow::toHandling);
  }

  @Override
  public void save(TenantId tenantId, Handling handling) {
    try {
      Optional<HandlingRow> found =
          entities
              .createQuery(
                  "select h from HandlingRow h where h.id = :id and h.tenantId = :tenant",
                  HandlingRow.class)
              .setParameter("id", handling.id().toString())
              .setParameter("tenant", tenantId.toString())
              .setLockMode(LockModeType.PESSIMISTIC_WRITE)
              .getResultStream()
              .findFirst();
      HandlingRow row = found.orElseGet(() -> HandlingRow.of(tenantId, handling));
      row.take(handling);
      if (found.isEmpty()) {
        entities.persist(row);
      }
      flush();
    } catch (PersistenceException e) {
      if (isDuplicateOf("call_handling_number", e)) {
        throw new NameTaken(
            "number",
            "The number "
                + handling.number().map(ExtensionNumber::value).orElse("")
                + " is taken. Please choose another one.");
      }
      if (isDuplicateOf("call_handling_name", e)) {
        throw new NameTaken(
            "name",
            "There is another one with the name "
                + handling.name()
                + ". Please choose another name.");
      }
      if (isDuplicateOf("primary", e)) {
        throw new InvalidValue("There is no such object.");
      }
      throw e;
    }
    tell(tenantId, handling.id());
  }

  @Override
  public boolean delete(TenantId tenantId, HandlingId id) {
    // The fields go with it: the schema cascades.
    int deleted =
        entities
            .createNativeQuery("DELETE FROM call_handling WHERE id = :id AND tenant_id = :tenant")
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    if (deleted == 1) {
      tell(tenantId, id);
    }
    return deleted == 1;
  }

  private void tell(TenantId tenantId, HandlingId id) {
    events.publish(Optional.of(tenantId), "handling", id.toString(), clock.instant());
  }
}
