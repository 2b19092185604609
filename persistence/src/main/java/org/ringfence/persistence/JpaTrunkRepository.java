package org.ringfence.persistence;

import static java.util.stream.Collectors.toMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaTrunkRepository extends JpaRepository implements TrunkRepository {
  private static final int DETAIL = 500;
  private static final Pattern SECTION = Pattern.compile("trunk-([0-9a-f]{8})");

  @Inject Vault vault;
  @Inject LiveEvents events;
  @Inject Clock clock;

  @Override
  public List<Trunk> list(TenantId tenantId) {
    return rows(tenantId).stream().map(row -> row.toTrunk(vault)).toList();
  }

  @Override
  public Optional<Trunk> find(TenantId tenantId, TrunkId id) {
    return readOne(
            entities
                .createQuery(
                    "select t from TrunkRow t where t.id = :id and t.tenantId = :tenant",
                    TrunkRow.class)
                .setParameter("id", id.toString())
                .setParameter("tenant", tenantId.toString()))
        .map(row -> row.toTrunk(vault));
  }

  @Override
  public void save(TenantId tenantId, Trunk trunk) {
    Instant now = clock.instant();
    try {
      Optional<TrunkRow> found =
          entities
              .createQuery(
                  "select t from TrunkRow t where t.id = :id and t.tenantId = :tenant",
                  TrunkRow.class)
              .setParameter("id", trunk.id().toString())
              .setParameter("tenant", tenantId.toString())
              .setLockMode(LockModeType.PESSIMISTIC_WRITE)
              .getResultStream()
              .findFirst();
      TrunkRow row = found.orElseGet(() -> TrunkRow.of(tenantId, trunk.id()));
      row.take(trunk, vault, Micros.of(now));
      if (found.isEmpty()) {
        entities.persist(row);
      }
      flush();
    } catch (PersistenceException e) {
      if (isDuplicateOf("trunk_name", e)) {
        throw new NameTaken(
            "name",
            "Another trunk already has the name " + trunk.name() + ". Please choose another one.");
      }
      if (isDuplicateOf("primary", e)) {
        throw new InvalidValue("There is no such trunk.");
      }
      throw e;
    }
    tell(tenantId, trunk.id().toString(), now);
  }

  @Override
  public boolean delete(TenantId tenantId, TrunkId id) {
    int deleted =
        entities
            .createQuery("delete from TrunkRow t where t.id = :id and t.tenantId = :tenant")
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    if (deleted == 1) {
      tell(tenantId, id.toString(), clock.instant());
    }
    return deleted == 1;
  }

  @Override
  public Map<TrunkId, TrunkStatus> statuses(TenantId tenantId) {
    return rows(tenantId).stream().collect(toMap(row -> TrunkId.parse(row.id), TrunkRow::toStatus));
  }

  @Override
  public void status(
      TenantId tenantId, String sectionName, TrunkStatus.State state, String detail, Instant now) {
    Matcher section = SECTION.matcher(sectionName);
    if (!section.matches()) {
      return;
    }
    // A trunk that is switched off stays OFF, whatever an older configuration in the VM still does.
    List<TrunkRow> rows =
        entities
            .createQuery(
                "select t from TrunkRow t where t.tenantId = :tenant and t.id like :prefix"
                    + " and t.enabled = true",
                TrunkRow.class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("prefix", section.group(1) + "-%")
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    change(tenantId, rows, state, detail, now);
  }

  @Override
  public void forgetStatuses(TenantId tenantId, Instant now) {
    List<TrunkRow> rows =
        entities
            .createQuery(
                "select t from TrunkRow t where t.tenantId = :tenant and t.enabled = true",
                TrunkRow.class)
            .setParameter("tenant", tenantId.toString())
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    change(tenantId, rows, TrunkStatus.State.UNKNOWN, "", now);
  }

  private void change(
      TenantId tenantId, List<TrunkRow> rows, TrunkStatus.State state, String detail, Instant now) {
    String shortDetail = cut(detail, DETAIL);
    List<TrunkRow> differing =
        rows.stream()
            .filter(row -> !row.state.equals(state.name()) || !row.stateDetail.equals(shortDetail))
            .toList();
    for (TrunkRow row : differing) {
      if (!row.state.equals(state.name())) {
        row.state = state.name();
        row.stateSince = Micros.of(now);
      }
      row.stateDetail = shortDetail;
    }
    List<String> ids = differing.stream().map(row -> row.id).toList();
    flush();
    ids.forEach(id -> tell(tenantId, id, now));
  }

  private List<TrunkRow> rows(TenantId tenantId) {
    return read(
        entities
            .createQuery(
                "select t from TrunkRow t where t.tenantId = :tenant"
                    + " order by t.position, t.name, t.id",
                TrunkRow.class)
            .setParameter("tenant", tenantId.toString()));
  }

  private void tell(TenantId tenantId, String id, Instant now) {
    events.publish(Optional.of(tenantId), "trunk", id, now);
  }
}
