package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.Session;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.history.CallEvent;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.history.CallRecordRepository;
import org.ringfence.domain.history.CallStory;
import org.ringfence.domain.history.KnownNames;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

/**
 * Events and the records made of them are stored in one transaction. Two processes that take the
 * same events in at once make the same records.
 */
@ApplicationScoped
@Transactional
class JpaCallRecordRepository extends JpaRepository implements CallRecordRepository {
  /** How many calls are made anew by one statement. */
  private static final int AT_ONCE = 200;

  /** Whoever watches the history looks again, and needs to be told once. */
  private static final String HISTORY = "call";

  @Inject LiveEvents events;

  @Override
  public void store(
      TenantId tenantId, VmId vm, List<CallEvent> fresh, KnownNames names, Instant now) {
    if (fresh.isEmpty()) {
      return;
    }
    lock(vm);
    entities
        .unwrap(Session.class)
        .doWork(connection -> CallRecordWrites.insertEvents(connection, tenantId, vm, fresh));
    OptOuts.addWritten(entities, tenantId, fresh, now);
    Set<CallRecordId> touched = new LinkedHashSet<>();
    fresh.forEach(event -> touched.add(CallRecordId.of(vm, event.call())));
    makeAnew(tenantId, vm, List.copyOf(touched), names, now);
  }

  @Override
  public void cutOff(TenantId tenantId, VmId vm, Instant began, KnownNames names, Instant now) {
    List<String> running =
        read(
            entities
                .createQuery(
                    "select r.id from CallRecordRow r where r.tenantId = :tenant and r.vmId = :vm"
                        + " and r.outcome = :running and r.startedAt < :began",
                    String.class)
                .setParameter("tenant", tenantId.toString())
                .setParameter("vm", vm.toString())
                .setParameter("running", CallRecord.Outcome.RUNNING.name())
                .setParameter("began", Micros.of(began)));
    if (running.isEmpty()) {
      return;
    }
    List<CallRecordId> ids = running.stream().map(CallRecordId::parse).toList();
    List<CallEvent> ends = new ArrayList<>();
    // Nobody knows when exactly; not before the last thing that was seen of it.
    read(tenantId, ids)
        .values()
        .forEach(
            story -> {
              CallEvent last = story.get(story.size() - 1);
              ends.add(
                  new CallEvent(
                      CallEvent.Type.CUT_OFF, last.at(), "", last.call(), "", "", "", "", ""));
            });
    store(tenantId, vm, ends, names, now);
  }

  /** Until the end of the transaction. */
  private void lock(VmId vm) {
    entities
        .createNativeQuery(
            "INSERT INTO call_intake (vm_id) VALUES (:vm) ON DUPLICATE KEY UPDATE vm_id = vm_id")
        .setParameter("vm", vm.toString())
        .executeUpdate();
  }

  private void makeAnew(
      TenantId tenantId, VmId vm, List<CallRecordId> ids, KnownNames names, Instant now) {
    for (int i = 0; i < ids.size(); i += AT_ONCE) {
      Map<CallRecordId, CallRecord> records = new LinkedHashMap<>();
      read(tenantId, ids.subList(i, Math.min(ids.size(), i + AT_ONCE)))
          .forEach((id, story) -> records.put(id, CallStory.of(story).record(id, names)));
      entities
          .unwrap(Session.class)
          .doWork(connection -> CallRecordWrites.upsert(connection, tenantId, vm, records));
    }
    events.publish(Optional.of(tenantId), HISTORY, "history", now);
  }

  /** The events of calls, each call's in the order of time. */
  private Map<CallRecordId, List<CallEvent>> read(TenantId tenantId, List<CallRecordId> ids) {
    Map<String, CallRecordId> wanted = new TreeMap<>();
    ids.forEach(id -> wanted.put(id.toString(), id));
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT call_id, at, type, channel, asterisk, name, number, caller, dialled, detail"
                    + " FROM call_event WHERE call_id IN (:ids) AND tenant_id = :tenant"
                    + " ORDER BY call_id, at, digest")
            .setParameter("ids", List.copyOf(wanted.keySet()))
            .setParameter("tenant", tenantId.toString())
            .getResultList();
    Map<CallRecordId, List<CallEvent>> stories = new LinkedHashMap<>();
    for (Object[] row : rows) {
      CallRecordId id = CallRecordId.parse(row[0].toString());
      stories
          .computeIfAbsent(id, any -> new ArrayList<>())
          .add(
              new CallEvent(
                  CallEvent.Type.valueOf(row[2].toString()),
                  Micros.toInstant(((Number) row[1]).longValue()),
                  row[3].toString(),
                  row[4].toString(),
                  row[5].toString(),
                  row[6].toString(),
                  row[7].toString(),
                  row[8].toString(),
                  row[9].toString()));
    }
    return stories;
  }

  @Override
  public List<CallRecord> list(TenantId tenantId, CallQuery query) {
    Map<String, Object> parameters = new HashMap<>();
    StringBuilder jpql =
        new StringBuilder("select r from CallRecordRow r where r.tenantId = :tenant");
    parameters.put("tenant", tenantId.toString());
    query
        .direction()
        .ifPresent(
            direction -> {
              jpql.append(" and r.direction = :direction");
              parameters.put("direction", direction.name());
            });
    query
        .outcome()
        .ifPresent(
            outcome -> {
              jpql.append(" and r.outcome = :outcome");
              parameters.put("outcome", outcome.name());
            });
    query
        .extension()
        .ifPresent(
            extension -> {
              jpql.append(" and r.extension = :extension");
              parameters.put("extension", extension);
            });
    query
        .trunk()
        .ifPresent(
            trunk -> {
              jpql.append(" and r.trunk = :trunk");
              parameters.put("trunk", trunk);
            });
    query
        .from()
        .ifPresent(
            from -> {
              jpql.append(" and r.startedAt >= :from");
              parameters.put("from", Micros.of(from));
            });
    query
        .to()
        .ifPresent(
            to -> {
              jpql.append(" and r.startedAt < :to");
              parameters.put("to", Micros.of(to));
            });
    query.text().ifPresent(text -> search(text, jpql, parameters));
    query
        .after()
        .ifPresent(
            cursor -> {
              jpql.append(
                  " and r.startedAt <= :place and (r.startedAt < :place or r.id < :placeId)");
              parameters.put("place", cursor.micros());
              parameters.put("placeId", cursor.id().toString());
            });
    jpql.append(" order by r.startedAt desc, r.id desc");
    TypedQuery<CallRecordRow> typed =
        entities.createQuery(jpql.toString(), CallRecordRow.class).setMaxResults(query.limit());
    parameters.forEach(typed::setParameter);
    return read(typed).stream().map(CallRecordRow::toRecord).toList();
  }

  /** The end of a number as people write it, without its first zeros or plus; else a name. */
  private static void search(String text, StringBuilder jpql, Map<String, Object> parameters) {
    String digits = text.replaceAll("[ ()/.-]", "").replaceFirst("^(\\+|0+(?=[0-9]))", "");
    if (digits.matches("[0-9]+")) {
      jpql.append(" and (r.callerKey like :key or r.calledKey like :key)");
      parameters.put("key", CallRecordWrites.key(digits) + "%");
    } else {
      jpql.append(
          " and (r.callerName like :name escape '!' or r.calledName like :name escape '!')");
      parameters.put("name", text.replaceAll("([!%_])", "!$1") + "%");
    }
  }

  @Override
  public Optional<CallRecord> find(TenantId tenantId, CallRecordId id) {
    return readOne(
            entities
                .createQuery(
                    "select r from CallRecordRow r where r.tenantId = :tenant and r.id = :id",
                    CallRecordRow.class)
                .setParameter("tenant", tenantId.toString())
                .setParameter("id", id.toString()))
        .map(CallRecordRow::toRecord);
  }

  @Override
  public List<CallEvent> events(TenantId tenantId, CallRecordId id) {
    return read(tenantId, List.of(id)).getOrDefault(id, List.of());
  }
}
