package org.ringfence.web.template;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.template.TemplateMove.State;
import org.ringfence.domain.template.TemplateMoveId;
import org.ringfence.domain.template.TemplateMoveRepository;
import org.ringfence.domain.template.TemplateRepository;
import org.ringfence.domain.template.TemplateVersion;
import org.ringfence.domain.template.VmTemplate;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.tenant.MemoryMachines;

/**
 * Versions, and moves as they are wished for, in memory, by the contract of the ports; what
 * provisioners do is refused.
 */
public final class MemoryTemplates implements TemplateRepository, TemplateMoveRepository {
  /** What hosts have or had. */
  public final List<KnownTemplate> known = new ArrayList<>();

  /** Who waits for a turn, and to which version. */
  public final List<Entry> waiting = new ArrayList<>();

  private final MemoryMachines machines;

  public MemoryTemplates(MemoryMachines machines) {
    this.machines = machines;
  }

  @Override
  public List<KnownTemplate> list() {
    return List.copyOf(known);
  }

  @Override
  public Optional<KnownTemplate> find(TemplateId id) {
    return known.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  @Override
  public List<TenantId> tenants(TemplateId id) {
    return machines.list().stream()
        .filter(row -> row.template().version().equals(Optional.of(id)))
        .map(VirtualMachine::tenantId)
        .toList();
  }

  @Override
  public boolean begin(TenantId tenantId, TemplateId to, String by, Instant now) {
    Optional<TemplateId> from =
        machines
            .find(tenantId)
            .filter(row -> row.template().move().isEmpty())
            .flatMap(row -> row.template().version());
    from.ifPresent(
        has ->
            machines.template(
                tenantId,
                new VmTemplate(
                    Optional.of(to), Optional.of(move(has, to, State.MOVING, by, now)))));
    return from.isPresent();
  }

  private static TemplateMove move(
      TemplateId from, TemplateId to, State state, String by, Instant now) {
    return new TemplateMove(
        TemplateMoveId.random(),
        from,
        to,
        state,
        "",
        by,
        now,
        Optional.empty(),
        Optional.empty(),
        state == State.WAITING);
  }

  @Override
  public int queueAll(TemplateId to, Optional<TenantId> first, String by, Instant now) {
    waiting.clear();
    for (VirtualMachine row : machines.list()) {
      row.template()
          .version()
          .filter(from -> !from.equals(to))
          .map(from -> new Entry(row.tenantId(), move(from, to, State.WAITING, by, now)))
          .ifPresent(
              entry ->
                  waiting.add(
                      first.equals(Optional.of(row.tenantId())) ? 0 : waiting.size(), entry));
    }
    return waiting.size();
  }

  @Override
  public int cancel(TemplateId to, String reason, Instant now) {
    int before = waiting.size();
    waiting.removeIf(entry -> entry.move().to().equals(to));
    return before - waiting.size();
  }

  @Override
  public List<TemplateMove> list(TenantId tenantId, int limit) {
    return machines.find(tenantId).flatMap(row -> row.template().move()).stream().toList();
  }

  @Override
  public List<Entry> about(TemplateId id, int limit) {
    return List.copyOf(waiting);
  }

  @Override
  public void found(Collection<TemplateVersion> present, TemplateId current, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assign(VmId vm, TemplateId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean beginNext(Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void turnBack(VmId vm, TemplateMoveId id, String reason, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void end(VmId vm, TemplateMoveId id, State state, Instant now) {
    throw new UnsupportedOperationException();
  }
}
