package org.ringfence.widget;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/** Requests in memory. What only the dialer does with them is not here. */
final class FakeRequests implements CallbackRepository {
  private final Map<CallbackId, CallbackRequest> stored = new LinkedHashMap<>();
  private final FakeEvents events;
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

  /** The row alone; its event is the test's own affair. */
  synchronized void change(CallbackId id, CallbackState state, String reason, Instant now) {
    stored.computeIfPresent(
        id,
        (same, request) ->
            new CallbackRequest(
                id,
                request.tenantId(),
                request.widgetId(),
                request.agent(),
                request.visitor(),
                request.idempotencyKey(),
                request.page(),
                state,
                reason,
                request.requestedAt(),
                now));
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
  public List<Call> calls(TenantId tenantId, int limit) {
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
