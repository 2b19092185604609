package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.template.TemplateMove.State;
import org.ringfence.domain.template.TemplateMoveId;
import org.ringfence.domain.template.TemplateMoveRepository;
import org.ringfence.domain.tenant.TenantId;

/**
 * The row of the VM is locked by whatever changes its version, so that there is one move at a time;
 * where it came from is stored in the same transaction.
 */
@ApplicationScoped
@Transactional
class JpaTemplateMoveRepository extends JpaRepository implements TemplateMoveRepository {
  private static final int REASON = 1000;
  private static final String UNDER_WAY =
      "'" + State.MOVING.name() + "', '" + State.RETURNING.name() + "'";

  @Inject LiveEvents events;

  @Override
  public boolean begin(TenantId tenantId, TemplateId to, String by, Instant now) {
    Optional<VmRow> found =
        lock(
            entities
                .createQuery("select v from VmRow v where v.tenantId = :of", VmRow.class)
                .setParameter("of", tenantId.toString()));
    if (found.isEmpty() || !mayMove(found.get())) {
      return false;
    }
    VmRow vm = found.get();
    TemplateMove move =
        new TemplateMove(
            TemplateMoveId.random(),
            new TemplateId(String.valueOf(vm.templateId)),
            to,
            State.MOVING,
            "",
            by,
            now,
            Optional.of(now),
            Optional.empty(),
            false);
    insert(TemplateMoveRow.of(vm.id, move, 0));
    underWay(vm.id, to.value(), move.id().toString());
    tell(vm, now);
    return true;
  }

  private static boolean mayMove(VmRow vm) {
    return vm.move == null
        && vm.templateId != null
        && !vm.desired.equals(DesiredState.DELETED.name());
  }

  /** The row stays locked; the copy is detached. */
  private Optional<VmRow> lock(TypedQuery<VmRow> query) {
    return readOne(query.setLockMode(LockModeType.PESSIMISTIC_WRITE));
  }

  private void underWay(String vmId, String to, String move) {
    change(
        "UPDATE virtual_machine SET template_id = ?, move_id = ?, next_check = 0 WHERE id = ?",
        to,
        move,
        vmId);
  }

  @Override
  public int queueAll(TemplateId to, Optional<TenantId> first, String by, Instant now) {
    change(
        "UPDATE template_move SET state = 'CANCELLED', ended_at = ?,"
            + " reason = 'Another move of all tenants took its place.' WHERE state = 'WAITING'",
        Micros.of(now));
    int queued =
        change(
            "INSERT INTO template_move (id, vm_id, from_id, to_id, state, reason, requested_by,"
                + " requested_at, in_turn, position)"
                + " SELECT UUID(), v.id, v.template_id, ?, 'WAITING', '', ?, ?, TRUE,"
                + " ROW_NUMBER() OVER (ORDER BY v.tenant_id <> ?, v.name)"
                + " FROM virtual_machine v"
                + " WHERE v.template_id IS NOT NULL AND v.template_id <> ? AND v.desired <> 'DELETED'"
                + " AND v.tenant_id IS NOT NULL",
            to.value(),
            by,
            Micros.of(now),
            first.map(TenantId::toString).orElse(""),
            to.value());
    tell(to.value(), now);
    return queued;
  }

  @Override
  public int cancel(TemplateId to, String reason, Instant now) {
    int cancelled =
        change(
            "UPDATE template_move SET state = 'CANCELLED', reason = ?, ended_at = ?"
                + " WHERE state = 'WAITING' AND to_id = ?",
            cut(reason, REASON),
            Micros.of(now),
            to.value());
    if (cancelled > 0) {
      tell(to.value(), now);
    }
    return cancelled;
  }

  @Override
  public List<TemplateMove> list(TenantId tenantId, int limit) {
    return read(
            entities
                .createQuery(
                    "select m from TemplateMoveRow m, VmRow v where m.vmId = v.id"
                        + " and v.tenantId = :tenant order by m.requestedAt desc, m.id",
                    TemplateMoveRow.class)
                .setParameter("tenant", tenantId.toString())
                .setMaxResults(limit))
        .stream()
        .map(TemplateMoveRow::toMove)
        .toList();
  }

  @Override
  public List<Entry> about(TemplateId id, int limit) {
    return read(
            entities
                .createQuery(
                    "select m, v.tenantId from TemplateMoveRow m, VmRow v where m.vmId = v.id"
                        + " and (m.toId = :id or m.fromId = :id)"
                        + " order by case when m.endedAt is null then 0 else 1 end,"
                        + " case when m.begunAt is null then 1 else 0 end,"
                        + " case when m.endedAt is null then m.requestedAt else -m.endedAt end,"
                        + " m.position, m.id",
                    Object[].class)
                .setParameter("id", id.value())
                .setMaxResults(limit))
        .stream()
        .map(
            row ->
                new Entry(
                    TenantId.parse(String.valueOf(row[1])), ((TemplateMoveRow) row[0]).toMove()))
        .toList();
  }

  @Override
  public boolean beginNext(Instant now) {
    // Whoever else begins one waits here, and sees then what was begun.
    List<Object[]> next =
        rows(
            "SELECT id, vm_id, to_id FROM template_move WHERE state = 'WAITING'"
                + " ORDER BY requested_at, position LIMIT 1 FOR UPDATE");
    if (next.isEmpty() || isOneUnderWay()) {
      return false;
    }
    String id = String.valueOf(next.get(0)[0]);
    String to = String.valueOf(next.get(0)[2]);
    Optional<VmRow> found =
        lock(
            entities
                .createQuery("select v from VmRow v where v.id = :of", VmRow.class)
                .setParameter("of", String.valueOf(next.get(0)[1])));
    if (found.filter(vm -> vm.move != null).isPresent()) {
      // Somebody moves just this one; its turn comes when that is over.
      return false;
    }
    if (found.isEmpty() || !mayMove(found.get()) || to.equals(found.get().templateId)) {
      change(
          "UPDATE template_move SET state = 'CANCELLED', ended_at = ?,"
              + " reason = 'It runs this version already, or is being deleted.' WHERE id = ?",
          Micros.of(now),
          id);
      return true;
    }
    VmRow vm = found.get();
    change(
        "UPDATE template_move SET state = 'MOVING', from_id = ?, begun_at = ? WHERE id = ?",
        String.valueOf(vm.templateId),
        Micros.of(now),
        id);
    underWay(vm.id, to, id);
    tell(vm, now);
    return false;
  }

  private boolean isOneUnderWay() {
    List<?> found =
        entities
            .createNativeQuery(
                "SELECT id FROM template_move WHERE in_turn AND state IN ("
                    + UNDER_WAY
                    + ") LIMIT 1",
                String.class)
            .getResultList();
    return !found.isEmpty();
  }

  @Override
  public void turnBack(VmId vm, TemplateMoveId id, String reason, Instant now) {
    Optional<VmRow> found = moving(vm, id);
    if (found.isEmpty()) {
      return;
    }
    change(
        "UPDATE template_move SET state = 'RETURNING', reason = ?"
            + " WHERE id = ? AND state = 'MOVING'",
        cut(reason, REASON),
        id.toString());
    change(
        "UPDATE virtual_machine SET next_check = 0,"
            + " template_id = (SELECT m.from_id FROM template_move m WHERE m.id = ?) WHERE id = ?",
        id.toString(),
        vm.toString());
    tell(found.get(), now);
  }

  @Override
  public void end(VmId vm, TemplateMoveId id, State state, Instant now) {
    Optional<VmRow> found = moving(vm, id);
    if (found.isEmpty()) {
      return;
    }
    change(
        "UPDATE template_move SET state = ?, ended_at = ? WHERE id = ?",
        state.name(),
        Micros.of(now),
        id.toString());
    change("UPDATE virtual_machine SET move_id = NULL WHERE id = ?", vm.toString());
    TemplateMoveRow move = found.get().move;
    if (move != null && move.inTurn && state == State.RETURNED) {
      cancel(
          new TemplateId(move.toId),
          "Another tenant's machine did not come up with this version.",
          now);
    }
    tell(found.get(), now);
  }

  private Optional<VmRow> moving(VmId vm, TemplateMoveId id) {
    return lock(entities
            .createQuery("select v from VmRow v where v.id = :of", VmRow.class)
            .setParameter("of", vm.toString()))
        .filter(row -> row.move != null && row.move.id.equals(id.toString()));
  }

  private void tell(VmRow vm, Instant now) {
    events.publish(
        Optional.of(TenantId.parse(Objects.requireNonNull(vm.tenantId))), "vm", vm.id, now);
    tell(vm.id, now);
  }

  private void tell(String subject, Instant now) {
    events.publish(Optional.empty(), "template", subject, now);
  }
}
