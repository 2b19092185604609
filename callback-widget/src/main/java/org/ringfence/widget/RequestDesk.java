package org.ringfence.widget;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import org.ringfence.domain.Batches;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.WidgetKey;

/**
 * Where visitors ask for calls. What comes while others are let in is let in together, for all
 * widgets of all tenants: the more come at once, the less each costs.
 */
@ApplicationScoped
public class RequestDesk {
  // By name: Payara does not find a default for classes in a library of the WAR.
  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  Executor workers;

  private RequestBatch batch;
  private final Batches<Ask, RequestBatch.Answer> batches =
      new Batches<>(work -> workers.execute(work), asks -> batch.take(asks));

  /** For the container's proxy, which has no use for fields. */
  @SuppressWarnings("NullAway.Init")
  protected RequestDesk() {}

  @Inject
  public RequestDesk(RequestBatch batch) {
    this(batch, Runnable::run);
  }

  RequestDesk(RequestBatch batch, Executor workers) {
    this.batch = batch;
    this.workers = workers;
  }

  /**
   * Stores the request for a call, once per idempotency key; when it returns, that is committed. A
   * request that is repeated needs no proof and counts against no limit: it was let in before. What
   * a refusal used up (the proof) stays used, so that a refusal is not an offer to try further
   * numbers with it.
   *
   * @param address the visitor's, from {@link ClientAddress}
   * @throws Refusal when it is not let in
   */
  CallbackRequest request(
      WidgetKey key, Origin origin, String idempotencyKey, CallbackForm form, String address) {
    return batches.put(new Ask(key, origin, idempotencyKey, form, address)).orThrow();
  }
}
