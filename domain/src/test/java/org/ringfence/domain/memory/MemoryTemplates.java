package org.ringfence.domain.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ringfence.domain.machine.DesiredState;
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

/** Template versions and moves, in memory, by the contract of the ports. */
public final class MemoryTemplates implements TemplateRepository, TemplateMoveRepository {
  private final MemoryMachines machines;
  private final Map<TemplateId, KnownTemplate> known = new LinkedHashMap<>();

  /** In the order in which they were asked for. */
  private final Map<TemplateMoveId, TemplateMove> moves = new LinkedHashMap<>();

  private final Map<TemplateMoveId, TenantId> owners = new LinkedHashMap<>();

  public MemoryTemplates(MemoryMachines machines) {
    this.machines = machines;
  }

  @Override
  public List<KnownTemplate> list() {
    return known.values().stream()
        .sorted(Comparator.comparing(KnownTemplate::version, TemplateVersion.NEWEST_FIRST))
        .toList();
  }

  @Override
  public Optional<KnownTemplate> find(TemplateId id) {
    return Optional.ofNullable(known.get(id));
  }

  @Override
  public void found(Collection<TemplateVersion> present, TemplateId current, Instant now) {
    known.replaceAll(
        (id, before) ->
            new KnownTemplate(before.version(), false, id.equals(current), before.foundAt()));
    for (TemplateVersion version : present) {
      Instant foundAt = find(version.id()).map(KnownTemplate::foundAt).orElse(now);
      known.put(
          version.id(), new KnownTemplate(version, true, version.id().equals(current), foundAt));
    }
  }

  @Override
  public List<TenantId> tenants(TemplateId id) {
    return machines.list().stream()
        .filter(row -> row.template().version().equals(Optional.of(id)))
        .map(VirtualMachine::tenantId)
        .toList();
  }

  @Override
  public void assign(VmId vm, TemplateId id) {
    machines
        .findById(vm)
        .filter(row -> row.template().version().isEmpty())
        .ifPresent(
            row ->
                machines.template(row, new VmTemplate(Optional.of(id), Optional.empty()), false));
  }

  @Override
  public boolean begin(TenantId tenantId, TemplateId to, String by, Instant now) {
    Optional<VirtualMachine> row = machines.find(tenantId).filter(MemoryTemplates::mayMove);
    row.ifPresent(
        vm -> underWay(vm, move(vm.template().version().orElseThrow(), to, by, now, false), now));
    return row.isPresent();
  }

  private static boolean mayMove(VirtualMachine row) {
    return row.template().move().isEmpty()
        && row.template().version().isPresent()
        && row.desired() != DesiredState.DELETED;
  }

  private static TemplateMove move(
      TemplateId from, TemplateId to, String by, Instant now, boolean inTurn) {
    return new TemplateMove(
        TemplateMoveId.random(),
        from,
        to,
        State.WAITING,
        "",
        by,
        now,
        Optional.empty(),
        Optional.empty(),
        inTurn);
  }

  private void underWay(VirtualMachine vm, TemplateMove move, Instant now) {
    TemplateMove begun =
        new TemplateMove(
            move.id(),
            vm.template().version().orElseThrow(),
            move.to(),
            State.MOVING,
            "",
            move.requestedBy(),
            move.requestedAt(),
            Optional.of(now),
            Optional.empty(),
            move.inTurn());
    put(vm.tenantId(), begun);
    machines.template(vm, new VmTemplate(Optional.of(move.to()), Optional.of(begun)), true);
  }

  private void put(TenantId tenantId, TemplateMove move) {
    moves.put(move.id(), move);
    owners.put(move.id(), tenantId);
  }

  @Override
  public int queueAll(TemplateId to, Optional<TenantId> first, String by, Instant now) {
    waiting().forEach(move -> end(move, State.CANCELLED, "another", now));
    List<VirtualMachine> all =
        machines.list().stream()
            .filter(row -> row.desired() != DesiredState.DELETED)
            .filter(row -> row.template().version().filter(has -> !has.equals(to)).isPresent())
            .sorted(
                Comparator.comparing(
                        (VirtualMachine row) -> !first.equals(Optional.of(row.tenantId())))
                    .thenComparing(VirtualMachine::name))
            .toList();
    for (VirtualMachine row : all) {
      put(row.tenantId(), move(row.template().version().orElseThrow(), to, by, now, true));
    }
    return all.size();
  }

  private List<TemplateMove> waiting() {
    return moves.values().stream().filter(move -> move.state() == State.WAITING).toList();
  }

  @Override
  public int cancel(TemplateId to, String reason, Instant now) {
    List<TemplateMove> called = waiting().stream().filter(move -> move.to().equals(to)).toList();
    called.forEach(move -> end(move, State.CANCELLED, reason, now));
    return called.size();
  }

  @Override
  public List<TemplateMove> list(TenantId tenantId, int limit) {
    List<TemplateMove> newestFirst = new ArrayList<>();
    moves.values().stream()
        .filter(move -> tenantId.equals(owners.get(move.id())))
        .forEach(move -> newestFirst.add(0, move));
    return newestFirst.stream().limit(limit).toList();
  }

  @Override
  public List<Entry> about(TemplateId id, int limit) {
    return moves.values().stream()
        .filter(move -> move.to().equals(id) || move.from().equals(id))
        .sorted(
            Comparator.comparing((TemplateMove move) -> move.endedAt().isPresent())
                .thenComparing(move -> move.begunAt().isEmpty()))
        .limit(limit)
        .map(move -> new Entry(Objects.requireNonNull(owners.get(move.id())), move))
        .toList();
  }

  @Override
  public boolean beginNext(Instant now) {
    boolean busy =
        moves.values().stream()
            .anyMatch(
                move ->
                    move.inTurn()
                        && (move.state() == State.MOVING || move.state() == State.RETURNING));
    Optional<TemplateMove> next = waiting().stream().findFirst();
    if (busy || next.isEmpty()) {
      return false;
    }
    Optional<VirtualMachine> vm =
        Optional.ofNullable(owners.get(next.get().id())).flatMap(machines::find);
    if (vm.filter(row -> row.template().move().isPresent()).isPresent()) {
      return false;
    }
    if (vm.filter(MemoryTemplates::mayMove)
        .filter(row -> !row.template().version().equals(Optional.of(next.get().to())))
        .isEmpty()) {
      end(next.get(), State.CANCELLED, "not any more", now);
      return true;
    }
    underWay(vm.get(), next.get(), now);
    return false;
  }

  @Override
  public void turnBack(VmId vm, TemplateMoveId id, String reason, Instant now) {
    moving(vm, id)
        .ifPresent(
            row -> {
              TemplateMove move = row.template().move().orElseThrow();
              TemplateMove back = with(move, State.RETURNING, reason, Optional.empty());
              TemplateMove stored = move.state() == State.MOVING ? back : move;
              put(row.tenantId(), stored);
              machines.template(
                  row, new VmTemplate(Optional.of(move.from()), Optional.of(stored)), true);
            });
  }

  @Override
  public void end(VmId vm, TemplateMoveId id, State state, Instant now) {
    moving(vm, id)
        .ifPresent(
            row -> {
              TemplateMove move = row.template().move().orElseThrow();
              end(move, state, move.reason(), now);
              machines.template(
                  row, new VmTemplate(row.template().version(), Optional.empty()), false);
              if (move.inTurn() && state == State.RETURNED) {
                cancel(move.to(), "another did not come up", now);
              }
            });
  }

  private Optional<VirtualMachine> moving(VmId vm, TemplateMoveId id) {
    return machines
        .findById(vm)
        .filter(row -> row.template().move().filter(move -> move.id().equals(id)).isPresent());
  }

  private void end(TemplateMove move, State state, String reason, Instant now) {
    moves.put(move.id(), with(move, state, reason, Optional.of(now)));
  }

  private static TemplateMove with(
      TemplateMove move, State state, String reason, Optional<Instant> endedAt) {
    return new TemplateMove(
        move.id(),
        move.from(),
        move.to(),
        state,
        reason,
        move.requestedBy(),
        move.requestedAt(),
        move.begunAt(),
        endedAt,
        move.inTurn());
  }
}
