package org.ringfence.persistence;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetIntake;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.tenant.TenantId;

/**
 * How many requests there are does not change the number of statements. Rows are written in the
 * order of their keys: two processes that let in the same visitors must not block each other.
 */
@ApplicationScoped
@Transactional
class JpaWidgetIntake extends JpaRepository implements WidgetIntake {

  @Override
  public Map<WidgetKey, Terms> terms(Set<WidgetKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    List<PublishedWidget> widgets =
        rows(
                "SELECT w.id, w.tenant_id, w.public_key, w.name, w.origins, w.agent, w.enabled,"
                    + " t.country FROM widget w JOIN tenant t ON t.id = w.tenant_id"
                    + " WHERE w.public_key"
                    + places(keys.size()),
                keys.stream().map(WidgetKey::value).sorted().toArray())
            .stream()
            .map(JpaWidgetIntake::published)
            .toList();
    List<String> tenants =
        widgets.stream().map(one -> one.tenantId().toString()).distinct().sorted().toList();
    List<String> ids = widgets.stream().map(one -> one.widget().id().toString()).sorted().toList();
    if (widgets.isEmpty()) {
      return Map.of();
    }
    Map<String, CallbackPolicy> policies =
        byId(JpaCallbackGuardRepository.POLICY, tenants, JpaCallbackGuardRepository::policy);
    Map<String, DialingRules> rules = byId(JpaDialingRules.RULES, tenants, JpaDialingRules::rules);
    Map<String, Integer> levels =
        byId(
            "SELECT widget_id, level FROM callback_alarm WHERE ended_at = 0 AND widget_id",
            ids,
            row -> ((Number) row[1]).intValue());
    Map<String, CallingPolicy> calling = callingPolicies(tenants);
    Map<String, WidgetDesign> designs = designs(ids);
    Map<WidgetKey, Terms> terms = new HashMap<>();
    for (PublishedWidget one : widgets) {
      String tenant = one.tenantId().toString();
      String id = one.widget().id().toString();
      terms.put(
          one.widget().key(),
          new Terms(
              one,
              policies.getOrDefault(tenant, CallbackPolicy.DEFAULT),
              calling.getOrDefault(tenant, CallingPolicy.standard()),
              designs.getOrDefault(id, WidgetDesign.DEFAULT),
              rules.getOrDefault(tenant, DialingRules.DEFAULT),
              levels.getOrDefault(id, 0)));
    }
    return terms;
  }

  private interface Reader<T> {
    T read(Object[] row);
  }

  /** Rows by their first column; the statement ends with the column of the ids. */
  private <T> Map<String, T> byId(String statement, List<String> ids, Reader<T> reader) {
    return byId(statement, "", ids, reader);
  }

  private <T> Map<String, T> byId(
      String statement, String end, List<String> ids, Reader<T> reader) {
    return rows(statement + places(ids.size()) + end, ids.toArray()).stream()
        .collect(toMap(row -> row[0].toString(), reader::read));
  }

  private static PublishedWidget published(Object[] found) {
    WidgetRow row = new WidgetRow();
    row.id = found[0].toString();
    row.tenantId = found[1].toString();
    row.publicKey = found[2].toString();
    row.name = found[3].toString();
    row.origins = found[4].toString();
    row.agent = found[5].toString();
    row.enabled = (Boolean) found[6];
    return JpaWidgetRepository.published(new Object[] {row, found[7].toString()});
  }

  /** By their tenants; a tenant has at most one. */
  private Map<String, CallingPolicy> callingPolicies(List<String> tenants) {
    List<Object> parameters = new ArrayList<>(tenants);
    parameters.add(HandlingKind.CALLING_POLICY.text());
    Map<String, HandlingRow> found = new HashMap<>();
    for (Object[] row :
        rows(
            "SELECT h.tenant_id, h.id, h.kind, h.name, f.field, f.value FROM call_handling h"
                + " LEFT JOIN call_handling_field f ON f.handling_id = h.id WHERE h.tenant_id"
                + places(tenants.size())
                + " AND h.kind = ?",
            parameters.toArray())) {
      HandlingRow policy =
          found.computeIfAbsent(
              row[0].toString(),
              tenant -> {
                HandlingRow first = new HandlingRow();
                first.id = row[1].toString();
                first.kind = row[2].toString();
                first.name = row[3].toString();
                return first;
              });
      if (row[4] != null) {
        policy.fields.put(row[4].toString(), row[5].toString());
      }
    }
    Map<String, CallingPolicy> policies = new HashMap<>();
    found.forEach((tenant, row) -> policies.put(tenant, (CallingPolicy) row.toHandling()));
    return policies;
  }

  private Map<String, WidgetDesign> designs(List<String> widgets) {
    Map<String, Map<String, String>> fields = new HashMap<>();
    for (Object[] row :
        rows(
            "SELECT widget_id, field, value FROM widget_design WHERE widget_id"
                + places(widgets.size()),
            widgets.toArray())) {
      fields
          .computeIfAbsent(row[0].toString(), id -> new TreeMap<>())
          .put(row[1].toString(), row[2].toString());
    }
    return fields.entrySet().stream()
        .collect(toMap(Map.Entry::getKey, entry -> WidgetDesign.read(entry.getValue())));
  }

  @Override
  public Map<Repeat, CallbackRequest> repeated(Collection<Repeat> asked) {
    if (asked.isEmpty()) {
      return Map.of();
    }
    List<Object> parameters = new ArrayList<>();
    asked.forEach(
        one -> {
          parameters.add(one.widget().toString());
          parameters.add(one.idempotencyKey());
        });
    List<String> ids =
        rows(
                "SELECT id, state FROM callback_request WHERE (widget_id, idempotency_key) IN"
                    + " ((?, ?)"
                    + ", (?, ?)".repeat(asked.size() - 1)
                    + ")",
                parameters.toArray())
            .stream()
            .map(row -> row[0].toString())
            .toList();
    return ids.isEmpty()
        ? Map.of()
        : read(
                entities
                    .createQuery(
                        "select c from CallbackRow c where c.id in :ids", CallbackRow.class)
                    .setParameter("ids", ids))
            .stream()
            .map(CallbackRow::toRequest)
            .collect(toMap(one -> new Repeat(one.widgetId(), one.idempotencyKey()), one -> one));
  }

  @Override
  public Set<Callee> optedOut(Collection<Callee> callees) {
    if (callees.isEmpty()) {
      return Set.of();
    }
    return rows(
            "SELECT tenant_id, number FROM callback_opt_out WHERE (tenant_id, number) IN ((?, ?)"
                + ", (?, ?)".repeat(callees.size() - 1)
                + ")",
            callees.stream()
                .flatMap(one -> Stream.of(one.tenantId().toString(), one.number().value()))
                .toArray())
        .stream()
        .map(row -> new Callee(TenantId.parse(row[0].toString()), new E164(row[1].toString())))
        .collect(toSet());
  }

  @Override
  public List<CallbackRequest> store(List<Admitted> admitted) {
    if (admitted.isEmpty()) {
      return List.of();
    }
    List<Admitted> sorted =
        admitted.stream()
            .sorted(
                Comparator.comparing((Admitted one) -> one.request().widgetId().toString())
                    .thenComparing(one -> one.request().idempotencyKey()))
            .toList();
    List<CallbackRequest> requests = sorted.stream().map(Admitted::request).toList();
    entities
        .unwrap(Session.class)
        .doWork(connection -> CallbackWrites.enqueue(connection, requests));
    Set<String> ours = stored(requests);
    List<Admitted> stored =
        sorted.stream().filter(one -> ours.contains(one.request().id().toString())).toList();
    entities
        .unwrap(Session.class)
        .doWork(
            connection -> {
              CallbackWrites.agents(connection, stored.stream().map(Admitted::request).toList());
              LeadWrites.details(connection, stored);
              LeadWrites.letters(connection, stored);
              JpaLiveEvents.publish(
                  connection,
                  stored.stream()
                      .map(
                          one ->
                              new JpaLiveEvents.News(
                                  one.request().tenantId(),
                                  "callback",
                                  one.request().id().toString()))
                      .toList(),
                  requests.get(0).requestedAt());
            });
    if (stored.size() == admitted.size()) {
      return admitted.stream().map(Admitted::request).toList();
    }
    Map<Repeat, CallbackRequest> before =
        repeated(
            requests.stream()
                .map(one -> new Repeat(one.widgetId(), one.idempotencyKey()))
                .toList());
    return admitted.stream()
        .map(Admitted::request)
        .map(
            one ->
                Objects.requireNonNull(
                    before.get(new Repeat(one.widgetId(), one.idempotencyKey()))))
        .toList();
  }

  /** The ids of those that were not there before under another one. */
  private Set<String> stored(List<CallbackRequest> requests) {
    return rows(
            "SELECT id, state FROM callback_request WHERE id" + places(requests.size()),
            requests.stream().map(one -> one.id().toString()).toArray())
        .stream()
        .map(row -> row[0].toString())
        .collect(toSet());
  }
}
