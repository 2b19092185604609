package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.domain.tenant.TenantId;

/**
 * States only move as conditional UPDATEs: a report that comes late never takes back what happened
 * since. What the VM says it runs is always believed, even of a superseded revision: it is a fact.
 */
@ApplicationScoped
@Transactional
class JpaRevisionRepository extends JpaRepository implements RevisionRepository {
  private static final int SUMMARY = 500;
  private static final int REASON = 2000;
  private static final int MOST_REQUESTS_AT_ONCE = 50;

  @Inject Vault vault;
  @Inject LiveEvents events;

  @Override
  public int request(TenantId tenantId, String summary, String requestedBy, Instant now) {
    // IGNORE waits for a concurrent request of the same number and then stores nothing; it also
    // hides a missing tenant, which the bounded loop turns into an error.
    for (int attempt = 0; attempt < MOST_REQUESTS_AT_ONCE; attempt++) {
      int number = newestNumber(tenantId) + 1;
      int stored =
          entities
              .createNativeQuery(
                  "INSERT IGNORE INTO config_revision"
                      + " (tenant_id, number, state, summary, requested_by, requested_at)"
                      + " VALUES (:tenant, :number, :state, :summary, :by, :now)")
              .setParameter("tenant", tenantId.toString())
              .setParameter("number", number)
              .setParameter("state", RevisionState.REQUESTED.name())
              .setParameter("summary", cut(summary, SUMMARY))
              .setParameter("by", requestedBy)
              .setParameter("now", Micros.of(now))
              .executeUpdate();
      if (stored == 1) {
        tell(tenantId, number, now);
        return number;
      }
    }
    throw new IllegalStateException("Cannot request a revision for tenant " + tenantId);
  }

  private int newestNumber(TenantId tenantId) {
    return entities
        .createQuery(
            "select coalesce(max(r.number), 0) from RevisionRow r where r.tenantId = :tenant",
            Integer.class)
        .setParameter("tenant", tenantId.toString())
        .getSingleResult();
  }

  @Override
  public List<Revision> list(TenantId tenantId, int limit) {
    return read(
            entities
                .createQuery(
                    "select r from RevisionRow r where r.tenantId = :tenant order by r.number desc",
                    RevisionRow.class)
                .setParameter("tenant", tenantId.toString())
                .setMaxResults(limit))
        .stream()
        .map(RevisionRow::toRevision)
        .toList();
  }

  @Override
  public Optional<Revision> find(TenantId tenantId, int number) {
    return readOne(
            entities
                .createQuery(
                    "select r from RevisionRow r where r.tenantId = :tenant and r.number = :number",
                    RevisionRow.class)
                .setParameter("tenant", tenantId.toString())
                .setParameter("number", number))
        .map(RevisionRow::toRevision);
  }

  @Override
  public Optional<Revision> newest(TenantId tenantId) {
    return list(tenantId, 1).stream().findFirst();
  }

  @Override
  public Optional<Revision> applied(TenantId tenantId) {
    return readOne(
            entities
                .createQuery(
                    "select r from RevisionRow r where r.tenantId = :tenant and r.state = :applied"
                        + " order by r.finishedAt desc, r.number desc",
                    RevisionRow.class)
                .setParameter("tenant", tenantId.toString())
                .setParameter("applied", RevisionState.APPLIED.name())
                .setMaxResults(1))
        .map(RevisionRow::toRevision);
  }

  @Override
  public void rendered(TenantId tenantId, int number, String digest, byte[] bundle, Instant now) {
    int rendered =
        entities
            .createNativeQuery(
                "UPDATE config_revision SET state = :rendered, digest = :digest,"
                    + " bundle_enc = :bundle"
                    + " WHERE tenant_id = :tenant AND number = :number AND state = :requested")
            .setParameter("rendered", RevisionState.RENDERED.name())
            .setParameter("digest", digest)
            .setParameter("bundle", vault.seal(RevisionRow.bundlePlace(tenantId, number), bundle))
            .setParameter("tenant", tenantId.toString())
            .setParameter("number", number)
            .setParameter("requested", RevisionState.REQUESTED.name())
            .executeUpdate();
    if (rendered == 0) {
      return;
    }
    entities
        .createQuery(
            "update RevisionRow r set r.state = :superseded, r.finishedAt = :now"
                + " where r.tenantId = :tenant and r.number < :number and r.state in :open")
        .setParameter("superseded", RevisionState.SUPERSEDED.name())
        .setParameter("now", Micros.of(now))
        .setParameter("tenant", tenantId.toString())
        .setParameter("number", number)
        .setParameter(
            "open", List.of(RevisionState.REQUESTED.name(), RevisionState.RENDERED.name()))
        .executeUpdate();
    tell(tenantId, number, now);
  }

  @Override
  public Optional<byte[]> bundle(TenantId tenantId, int number) {
    @SuppressWarnings("unchecked")
    List<byte[]> sealed =
        entities
            .createNativeQuery(
                "SELECT bundle_enc FROM config_revision"
                    + " WHERE tenant_id = :tenant AND number = :number AND bundle_enc IS NOT NULL",
                byte[].class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("number", number)
            .getResultList();
    return sealed.stream()
        .findFirst()
        .map(bytes -> vault.open(RevisionRow.bundlePlace(tenantId, number), bytes));
  }

  @Override
  public void applied(TenantId tenantId, int number, Instant now) {
    int changed =
        entities
            .createQuery(
                "update RevisionRow r set r.state = :applied, r.reason = '', r.finishedAt = :now"
                    + " where r.tenantId = :tenant and r.number = :number and r.state in :before")
            .setParameter("applied", RevisionState.APPLIED.name())
            .setParameter("now", Micros.of(now))
            .setParameter("tenant", tenantId.toString())
            .setParameter("number", number)
            .setParameter(
                "before",
                List.of(
                    RevisionState.RENDERED.name(),
                    RevisionState.FAILED.name(),
                    RevisionState.SUPERSEDED.name()))
            .executeUpdate();
    if (changed == 1) {
      tell(tenantId, number, now);
    }
  }

  @Override
  public void failed(TenantId tenantId, int number, String reason, Instant now) {
    int changed =
        entities
            .createQuery(
                "update RevisionRow r set r.state = :failed, r.reason = :reason,"
                    + " r.finishedAt = :now"
                    + " where r.tenantId = :tenant and r.number = :number and r.state <> :superseded"
                    + " and (r.state <> :failed or r.reason <> :reason)")
            .setParameter("failed", RevisionState.FAILED.name())
            .setParameter("superseded", RevisionState.SUPERSEDED.name())
            .setParameter("reason", cut(reason, REASON))
            .setParameter("now", Micros.of(now))
            .setParameter("tenant", tenantId.toString())
            .setParameter("number", number)
            .executeUpdate();
    if (changed == 1) {
      tell(tenantId, number, now);
    }
  }

  private void tell(TenantId tenantId, int number, Instant now) {
    events.publish(Optional.of(tenantId), "revision", Integer.toString(number), now);
  }
}
