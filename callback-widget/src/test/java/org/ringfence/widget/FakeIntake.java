package org.ringfence.widget;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.WidgetIntake;
import org.ringfence.domain.callback.WidgetKey;

/** What requests are let in by, from the other fakes; WidgetIntakeIT holds the stored one to it. */
final class FakeIntake implements WidgetIntake {
  private final FakeWidgets widgets;
  private final FakeRequests requests;
  private final FakeGuards guards;
  private final FakeDesigns designs;
  private final FakeRules rules;
  private final FakeLeads leads;

  FakeIntake(
      FakeWidgets widgets,
      FakeRequests requests,
      FakeGuards guards,
      FakeDesigns designs,
      FakeRules rules,
      FakeLeads leads) {
    this.widgets = widgets;
    this.requests = requests;
    this.guards = guards;
    this.designs = designs;
    this.rules = rules;
    this.leads = leads;
  }

  @Override
  public Map<WidgetKey, Terms> terms(Set<WidgetKey> keys) {
    Map<WidgetKey, Terms> terms = new HashMap<>();
    for (WidgetKey key : keys) {
      widgets
          .findByKey(key)
          .ifPresent(
              published ->
                  terms.put(
                      key,
                      new Terms(
                          published,
                          guards.policy(published.tenantId()),
                          guards.callingPolicy(published.tenantId()),
                          designs.design(published.tenantId(), published.widget().id()),
                          rules.find(published.tenantId()),
                          guards.level(published.tenantId(), published.widget().id()))));
    }
    return terms;
  }

  @Override
  public Map<Repeat, CallbackRequest> repeated(Collection<Repeat> asked) {
    Map<Repeat, CallbackRequest> found = new HashMap<>();
    for (CallbackRequest one : requests.all()) {
      Repeat known = new Repeat(one.widgetId(), one.idempotencyKey());
      if (asked.contains(known)) {
        found.put(known, one);
      }
    }
    return found;
  }

  @Override
  public Set<Callee> optedOut(Collection<Callee> callees) {
    Set<Callee> found = new HashSet<>(callees);
    found.removeIf(one -> !guards.hasOptedOut(one.tenantId(), one.number()));
    return found;
  }

  @Override
  public List<CallbackRequest> store(List<Admitted> admitted) {
    return admitted.stream()
        .map(
            one -> {
              CallbackRequest stored = requests.enqueue(one.request().tenantId(), one.request());
              leads.add(one.details());
              if (one.letter()) {
                leads.write(stored.id());
              }
              return stored;
            })
        .toList();
  }
}
