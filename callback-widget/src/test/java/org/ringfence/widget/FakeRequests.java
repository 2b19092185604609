package org.ringfence.widget;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.callback.AgentQueue;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackQueue;
import org.ringfence.domain.callback.CallbackReport;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.callback.Withdrawal;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/** Requests in memory. What only the dialer does with them is not here. */
final class FakeRequests implements CallbackRepository, CallbackQueue {
  private final Map<CallbackId, CallbackRequest> stored = new LinkedHashMap<>();
  private final FakeEvents events;
  private final Set<CallbackId> withdrawn = new HashSet<>();
  private final Set<CallbackId> ringing = new HashSet<>();
  private Optional<Duration> perCall = Optional.empty();
  private int failures;

  FakeRequests(FakeEvents events) {
    this.events = events;
  }

  synchronized List<CallbackRequest> all() {
    return List.copyOf(stored.values());
  }

  /** What the dialer would store when a call gets on. */
  synchronized void move(CallbackId id, CallbackState state, String reason, Instant now) {
    change(id, state, reason, now);
    events.publish(Optional.empty(), "callback", id.toString(), now);
  }

  /** The dialer tried it, and tries it again then. */
  synchronized void again(CallbackId id, Instant dueAt, Instant now) {
    stored.computeIfPresent(
        id, (same, request) -> with(request, CallbackState.QUEUED, "", now, dueAt, 1));
    events.publish(Optional.empty(), "callback", id.toString(), now);
  }

  /** How long calls took lately. */
  synchronized void took(Duration each) {
    perCall = Optional.of(each);
  }

  /** The row alone; its event is the test's own affair. */
  synchronized void change(CallbackId id, CallbackState state, String reason, Instant now) {
    stored.computeIfPresent(
        id, (same, request) -> with(request, state, reason, now, request.dueAt(), request.tries()));
  }

  private static CallbackRequest with(
      CallbackRequest request,
      CallbackState state,
      String reason,
      Instant since,
      Instant dueAt,
      int tries) {
    return new CallbackRequest(
        request.id(),
        request.tenantId(),
        request.widgetId(),
        request.agent(),
        request.visitor(),
        request.idempotencyKey(),
        request.page(),
        state,
        reason,
        request.requestedAt(),
        since,
        dueAt,
        tries);
  }

  /** The database is away for so many reads of many. */
  synchronized void failReads(int times) {
    failures = times;
  }

  synchronized void forget(CallbackId id) {
    stored.remove(id);
  }

  @Override
  public synchronized CallbackRequest enqueue(TenantId tenantId, CallbackRequest request) {
    Optional<CallbackRequest> same =
        stored.values().stream()
            .filter(there -> there.widgetId().equals(request.widgetId()))
            .filter(there -> there.idempotencyKey().equals(request.idempotencyKey()))
            .findFirst();
    if (same.isPresent()) {
      return same.get();
    }
    stored.put(request.id(), request);
    events.publish(
        Optional.of(tenantId), "callback", request.id().toString(), request.requestedAt());
    return request;
  }

  @Override
  public synchronized Optional<CallbackRequest> findPublic(CallbackId id) {
    return Optional.ofNullable(stored.get(id));
  }

  @Override
  public synchronized List<CallbackRequest> findPublic(Set<CallbackId> ids) {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("The database is away");
    }
    return stored.values().stream().filter(request -> ids.contains(request.id())).toList();
  }

  @Override
  public synchronized Optional<CallbackRequest> find(TenantId tenantId, CallbackId id) {
    return findPublic(id).filter(request -> request.tenantId().equals(tenantId));
  }

  @Override
  public synchronized List<CallbackRequest> list(TenantId tenantId, int limit) {
    return stored.values().stream()
        .filter(request -> request.tenantId().equals(tenantId))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean cancel(TenantId tenantId, CallbackId id, Instant now) {
    boolean waits =
        find(tenantId, id).filter(one -> one.state() == CallbackState.QUEUED).isPresent();
    if (waits) {
      move(id, CallbackState.FAILED, CallbackRequest.CANCELLED, now);
    }
    return waits;
  }

  @Override
  public synchronized Withdrawal withdraw(TenantId tenantId, CallbackId id, Instant now) {
    if (cancel(tenantId, id, now)) {
      return Withdrawal.TAKEN_BACK;
    }
    CallbackRequest request = find(tenantId, id).orElseThrow();
    if (request.state() == CallbackState.CALLING) {
      withdrawn.add(id);
      return ringing.contains(id) ? Withdrawal.RINGING : Withdrawal.TAKEN_BACK;
    }
    return request.reason().equals(CallbackRequest.CANCELLED)
        ? Withdrawal.TAKEN_BACK
        : Withdrawal.OVER;
  }

  /** The visitor's telephone rings from now on. */
  synchronized void rings(CallbackId id) {
    ringing.add(id);
  }

  @Override
  public synchronized Set<CallbackId> withdrawn(TenantId tenantId) {
    return Set.copyOf(withdrawn);
  }

  @Override
  public synchronized AgentQueue waiting(
      TenantId tenantId, ExtensionNumber agent, int most, Instant now) {
    List<CallbackRequest> ofAgent =
        stored.values().stream().filter(one -> one.agent().equals(agent)).toList();
    return new AgentQueue(
        ofAgent.stream()
            .filter(one -> one.state() == CallbackState.QUEUED && !one.dueAt().isAfter(now))
            .sorted(Comparator.comparing(CallbackRequest::dueAt))
            .map(CallbackRequest::id)
            .limit(most)
            .toList(),
        ofAgent.stream()
            .anyMatch(one -> !one.state().isFinal() && one.state() != CallbackState.QUEUED),
        perCall);
  }

  @Override
  public List<Attempt> attempts(TenantId tenantId, CallbackId id) {
    throw new UnsupportedOperationException("The edge asks for no calls");
  }

  @Override
  public CallbackReport report(TenantId tenantId, Instant from, Instant to) {
    throw new UnsupportedOperationException("The edge asks for no report");
  }

  @Override
  public List<Call> calls(TenantId tenantId, int first, int most) {
    throw new UnsupportedOperationException("The edge asks for no calls");
  }

  @Override
  public int countCalls(TenantId tenantId, int most) {
    throw new UnsupportedOperationException("The edge asks for no calls");
  }

  @Override
  public Optional<Call> call(TenantId tenantId, AttemptId id) {
    throw new UnsupportedOperationException("The edge asks for no calls");
  }

  @Override
  public List<CallbackRequest> due(
      TenantId tenantId, Set<ExtensionNumber> busy, int limit, Instant now) {
    throw new UnsupportedOperationException("The edge does not dial");
  }

  @Override
  public Set<AttemptId> begin(TenantId tenantId, List<Attempt> attempts) {
    throw new UnsupportedOperationException("The edge does not dial");
  }

  @Override
  public Set<AttemptId> advance(TenantId tenantId, List<Progress> progress, Instant now) {
    throw new UnsupportedOperationException("The edge does not dial");
  }

  @Override
  public List<Attempt> open(TenantId tenantId) {
    throw new UnsupportedOperationException("The edge does not dial");
  }
}
