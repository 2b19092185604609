package org.ringfence.web.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackIntake.Taken;
import org.ringfence.domain.callback.CallbackQueue;
import org.ringfence.domain.callback.CallbackReport;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackScripts;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;

/**
 * What a tenant's programs do with the queue of callbacks. They are signed in, so that the guards
 * against strangers do not hold for them; the kill switch, and the wish of a person not to be
 * called again, do.
 */
@ApplicationScoped
@Transactional
public class CallbackOrders {
  @Inject CallbackRepository callbacks;
  @Inject CallbackQueue queue;
  @Inject Intake intake;
  @Inject CallbackScripts scripts;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /**
   * Puts a callback into the queue, once per idempotency key. When it returns, the request is
   * stored for good.
   *
   * @throws InvalidForm when a field is refused
   */
  @Transactional(Transactional.TxType.SUPPORTS)
  public CallbackRequest enqueue(TenantId tenantId, CallbackOrder order) {
    CallbackRequest request = order.toRequest(tenantId, clock.instant());
    Taken taken = intake.take(tenantId, request);
    if (taken instanceof Taken.NoAgent) {
      throw new InvalidForm(
          Map.of(
              "agent",
              "There is no extension " + request.agent() + ". Please choose one that exists."));
    }
    if (taken instanceof Taken.OptedOut) {
      throw new InvalidForm(
          Map.of("visitor", "The person with this number does not want to be called."));
    }
    CallbackRequest stored = ((Taken.Stored) taken).request();
    if (!stored.visitor().equals(request.visitor()) || !stored.agent().equals(request.agent())) {
      throw new InvalidForm(
          Map.of(
              "idempotencyKey",
              "This Idempotency-Key was sent with another callback before. Please use a new one."));
    }
    return stored;
  }

  public Optional<CallbackRequest> find(TenantId tenantId, CallbackId id) {
    return callbacks.find(tenantId, id);
  }

  /** Of the 500 newest; the newest first. */
  public List<CallbackRequest> list(TenantId tenantId) {
    return callbacks.list(tenantId, 500);
  }

  /** The calls made for a request, the first one first. */
  public List<Attempt> attempts(TenantId tenantId, CallbackId id) {
    return queue.attempts(tenantId, id);
  }

  /** Takes a request back; false when somebody is called for it already, or was. */
  public boolean cancel(TenantId tenantId, CallbackId id, String actor) {
    Instant now = clock.instant();
    boolean cancelled = queue.cancel(tenantId, id, now);
    if (cancelled) {
      audit.append(
          new AuditEntry(Optional.of(tenantId), actor, "callback.cancelled", id.toString(), now));
    }
    return cancelled;
  }

  /** What came of the requests of a time. */
  public CallbackReport report(TenantId tenantId, Instant from, Instant to) {
    return queue.report(tenantId, from, to);
  }

  /** How many visitors heard each ad to its end in a time, by whole quarters of an hour. */
  public Map<HandlingId, Long> adsPlayed(TenantId tenantId, Instant from, Instant to) {
    return scripts.played(tenantId, from, to);
  }

  public Instant now() {
    return clock.instant();
  }
}
