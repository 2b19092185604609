package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.doctor.Examination;
import org.ringfence.domain.doctor.ExaminationId;
import org.ringfence.domain.doctor.ExaminationRepository;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaExaminationRepository extends JpaRepository implements ExaminationRepository {
  private static final int KEPT = 10;

  @Inject LiveEvents events;

  @Override
  public void add(TenantId tenantId, Examination examination) {
    insert(ExaminationRow.of(tenantId, examination));
    List<ExaminationRow> all = newest(tenantId, examination.trunkId());
    if (all.size() > KEPT) {
      entities
          .createQuery("delete from ExaminationRow e where e.id in :old")
          .setParameter("old", all.stream().skip(KEPT).map(row -> row.id).toList())
          .executeUpdate();
    }
    tell(tenantId, examination.id(), examination.requestedAt());
  }

  @Override
  public Optional<Examination> find(TenantId tenantId, ExaminationId id) {
    return readOne(
            entities
                .createQuery(
                    "select e from ExaminationRow e where e.id = :id and e.tenantId = :tenant",
                    ExaminationRow.class)
                .setParameter("id", id.toString())
                .setParameter("tenant", tenantId.toString()))
        .map(ExaminationRow::toExamination);
  }

  @Override
  public List<Examination> list(TenantId tenantId, TrunkId trunkId) {
    return newest(tenantId, trunkId).stream().map(ExaminationRow::toExamination).toList();
  }

  private List<ExaminationRow> newest(TenantId tenantId, TrunkId trunkId) {
    return read(
        entities
            .createQuery(
                "select e from ExaminationRow e where e.tenantId = :tenant and e.trunkId = :trunk"
                    + " order by e.requestedAt desc, e.id",
                ExaminationRow.class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("trunk", trunkId.toString()));
  }

  @Override
  public Optional<Examination> take(TenantId tenantId, Instant oldest, Instant now) {
    List<Examination> due =
        read(
                entities
                    .createQuery(
                        "select e from ExaminationRow e where e.tenantId = :tenant"
                            + " and e.state in (:waits, :runs) and e.changedAt >= :oldest"
                            + " order by e.requestedAt, e.id",
                        ExaminationRow.class)
                    .setParameter("tenant", tenantId.toString())
                    .setParameter("waits", Examination.State.REQUESTED.name())
                    .setParameter("runs", Examination.State.RUNNING.name())
                    .setParameter("oldest", Micros.of(oldest)))
            .stream()
            .map(ExaminationRow::toExamination)
            .toList();
    if (due.isEmpty() || due.stream().anyMatch(each -> each.state() == Examination.State.RUNNING)) {
      return Optional.empty();
    }
    Examination next = due.get(0);
    return move(tenantId, next.id(), Examination.State.REQUESTED, Examination.State.RUNNING, now)
        ? Optional.of(next)
        : Optional.empty();
  }

  @Override
  public boolean finish(TenantId tenantId, ExaminationId id, String report, Instant now) {
    int stored =
        entities
            .createQuery(
                "update ExaminationRow e set e.report = :report where e.id = :id"
                    + " and e.tenantId = :tenant and e.state = :runs")
            .setParameter("report", cut(report, Examination.LONGEST_REPORT))
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .setParameter("runs", Examination.State.RUNNING.name())
            .executeUpdate();
    return stored == 1
        && move(tenantId, id, Examination.State.RUNNING, Examination.State.DONE, now);
  }

  private boolean move(
      TenantId tenantId,
      ExaminationId id,
      Examination.State from,
      Examination.State to,
      Instant now) {
    int changed =
        entities
            .createQuery(
                "update ExaminationRow e set e.state = :to, e.changedAt = :now where e.id = :id"
                    + " and e.tenantId = :tenant and e.state = :from")
            .setParameter("to", to.name())
            .setParameter("now", Micros.of(now))
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .setParameter("from", from.name())
            .executeUpdate();
    if (changed == 1) {
      tell(tenantId, id, now);
    }
    return changed == 1;
  }

  private void tell(TenantId tenantId, ExaminationId id, Instant now) {
    events.publish(Optional.of(tenantId), "examination", id.toString(), now);
  }
}
