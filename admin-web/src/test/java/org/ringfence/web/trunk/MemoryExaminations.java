package org.ringfence.web.trunk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.doctor.Examination;
import org.ringfence.domain.doctor.ExaminationId;
import org.ringfence.domain.doctor.ExaminationRepository;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.TenantId;

/** Examinations in memory. */
final class MemoryExaminations implements ExaminationRepository {
  private record Row(TenantId tenantId, Examination examination) {}

  private final List<Row> rows = new ArrayList<>();

  @Override
  public void add(TenantId tenantId, Examination examination) {
    rows.add(new Row(tenantId, examination));
  }

  @Override
  public Optional<Examination> find(TenantId tenantId, ExaminationId id) {
    return of(tenantId).stream().filter(each -> each.id().equals(id)).findFirst();
  }

  @Override
  public List<Examination> list(TenantId tenantId, TrunkId trunkId) {
    return of(tenantId).stream()
        .filter(each -> each.trunkId().equals(trunkId))
        .sorted(Comparator.comparing(Examination::requestedAt).reversed())
        .toList();
  }

  @Override
  public Optional<Examination> take(TenantId tenantId, Instant oldest, Instant now) {
    Optional<Examination> next =
        of(tenantId).stream()
            .filter(each -> each.state() == Examination.State.REQUESTED)
            .findFirst();
    next.ifPresent(each -> move(tenantId, each, Examination.State.RUNNING, "", now));
    return next;
  }

  @Override
  public boolean finish(TenantId tenantId, ExaminationId id, String report, Instant now) {
    Optional<Examination> running =
        find(tenantId, id).filter(each -> each.state() == Examination.State.RUNNING);
    running.ifPresent(each -> move(tenantId, each, Examination.State.DONE, report, now));
    return running.isPresent();
  }

  private List<Examination> of(TenantId tenantId) {
    return rows.stream()
        .filter(row -> row.tenantId().equals(tenantId))
        .map(Row::examination)
        .toList();
  }

  private void move(
      TenantId tenantId, Examination old, Examination.State to, String report, Instant now) {
    rows.remove(new Row(tenantId, old));
    rows.add(
        new Row(
            tenantId,
            new Examination(
                old.id(),
                old.trunkId(),
                to,
                old.number(),
                report,
                old.requestedBy(),
                old.requestedAt(),
                now)));
  }
}
