package org.ringfence.persistence;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackIntake;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaCallbackIntake extends JpaRepository implements CallbackIntake {

  @Override
  public List<Taken> take(TenantId tenantId, List<CallbackRequest> requests) {
    requests.forEach(one -> requireOwn(tenantId, one.tenantId(), "request " + one.id()));
    Map<String, Boolean> agents =
        agents(tenantId, requests.stream().map(one -> one.agent().value()));
    Set<String> optedOut = optedOut(tenantId, requests.stream().map(one -> one.visitor().value()));
    List<CallbackRequest> good =
        requests.stream()
            .filter(one -> agents.containsKey(one.agent().value()))
            .filter(one -> !optedOut.contains(one.visitor().value()))
            .toList();
    Map<String, CallbackRequest> stored =
        good.isEmpty()
            ? Map.of()
            : store(tenantId, good, one -> !agents.getOrDefault(one.agent().value(), false));
    List<Taken> taken = new ArrayList<>();
    for (CallbackRequest request : requests) {
      CallbackRequest one = stored.get(request.idempotencyKey());
      if (!agents.containsKey(request.agent().value())) {
        taken.add(new Taken.NoAgent());
      } else if (one == null || optedOut.contains(request.visitor().value())) {
        taken.add(new Taken.OptedOut());
      } else {
        taken.add(new Taken.Stored(one));
      }
    }
    return taken;
  }

  /** Those of these numbers that are extensions, and whether one ever had a callback. */
  private Map<String, Boolean> agents(TenantId tenantId, Stream<String> numbers) {
    List<?> found =
        entities
            .createNativeQuery(
                "SELECT e.number, a.agent FROM extension e LEFT JOIN callback_agent a"
                    + " ON a.tenant_id = e.tenant_id AND a.agent = e.number"
                    + " WHERE e.tenant_id = :tenant AND e.number IN (:all)",
                Object[].class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("all", numbers.distinct().sorted().toList())
            .getResultList();
    return found.stream()
        .map(row -> (Object[]) row)
        .collect(toMap(row -> String.valueOf(row[0]), row -> row[1] != null));
  }

  /** Those of these numbers whose people do not want to be called. */
  private Set<String> optedOut(TenantId tenantId, Stream<String> numbers) {
    List<?> found =
        entities
            .createNativeQuery(
                "SELECT number FROM callback_opt_out"
                    + " WHERE tenant_id = :tenant AND number IN (:all)",
                String.class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("all", numbers.distinct().sorted().toList())
            .getResultList();
    return found.stream().map(String::valueOf).collect(toSet());
  }

  /**
   * By their idempotency keys.
   *
   * @param first whether a request is the first one for its agent
   */
  private Map<String, CallbackRequest> store(
      TenantId tenantId, List<CallbackRequest> requests, Predicate<CallbackRequest> first) {
    // In the order of the index: two processes that store the same keys must not block each other.
    List<CallbackRequest> sorted =
        requests.stream().sorted(Comparator.comparing(CallbackRequest::idempotencyKey)).toList();
    entities
        .unwrap(Session.class)
        .doWork(
            connection -> {
              CallbackWrites.enqueue(connection, sorted);
              CallbackWrites.agents(connection, sorted.stream().filter(first).toList());
            });
    Map<String, CallbackRequest> sent =
        sorted.stream().collect(toMap(one -> one.id().toString(), one -> one, (one, again) -> one));
    Map<String, CallbackRequest> stored =
        rows(
                "SELECT id, idempotency_key FROM callback_request WHERE tenant_id = ? AND widget_id ="
                    + " ? AND idempotency_key IN ("
                    + "?, ".repeat(sorted.size() - 1)
                    + "?)",
                Stream.concat(
                        Stream.of(tenantId.toString(), sorted.get(0).widgetId().toString()),
                        sorted.stream().map(CallbackRequest::idempotencyKey))
                    .toArray())
            .stream()
            .collect(
                toMap(
                    row -> String.valueOf(row[1]),
                    row -> {
                      CallbackRequest ours = sent.get(String.valueOf(row[0]));
                      return ours == null ? before(tenantId, String.valueOf(row[0])) : ours;
                    }));
    List<JpaLiveEvents.News> news =
        stored.values().stream()
            .map(CallbackRequest::id)
            .map(CallbackId::toString)
            .filter(sent::containsKey)
            .map(id -> new JpaLiveEvents.News(tenantId, "callback", id))
            .toList();
    entities
        .unwrap(Session.class)
        .doWork(connection -> JpaLiveEvents.publish(connection, news, sorted.get(0).requestedAt()));
    return stored;
  }

  /** One that has been there before. */
  private CallbackRequest before(TenantId tenantId, String id) {
    return readOne(
            entities
                .createQuery(
                    "select c from CallbackRow c where c.id = :id and c.tenantId = :tenant",
                    CallbackRow.class)
                .setParameter("id", id)
                .setParameter("tenant", tenantId.toString()))
        .map(CallbackRow::toRequest)
        .orElseThrow();
  }
}
