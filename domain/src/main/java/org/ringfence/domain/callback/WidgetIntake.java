package org.ringfence.domain.callback;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.tenant.TenantId;

/**
 * What visitors' requests need to be let in: many of them at once, because a statement for each
 * would be most of what a busy widget costs. Takes part in the caller's transaction.
 */
public interface WidgetIntake {
  /**
   * What is set for a widget.
   *
   * @param level how hard the widget is slowed down; 0 when no alarm is open
   */
  record Terms(
      PublishedWidget published,
      CallbackPolicy policy,
      CallingPolicy calling,
      WidgetDesign design,
      DialingRules rules,
      int level) {}

  /** What a widget's request is known by when it is sent again. */
  record Repeat(WidgetId widget, String idempotencyKey) {}

  /** Somebody whom a tenant is asked to call. */
  record Callee(TenantId tenantId, E164 number) {}

  /**
   * A request that is let in.
   *
   * @param details what came with it
   * @param letter whether somebody is to be told by e-mail
   */
  record Admitted(CallbackRequest request, LeadDetails details, boolean letter) {}

  /** Of each of these widgets, as far as there are any. */
  @AcrossTenants("the public edge knows only the keys")
  Map<WidgetKey, Terms> terms(Set<WidgetKey> keys);

  /** Those that are stored already. */
  @AcrossTenants("widgets are known by their keys")
  Map<Repeat, CallbackRequest> repeated(Collection<Repeat> asked);

  /** Those of them who do not want to be called by that tenant. */
  @AcrossTenants("each is looked for at one tenant")
  Set<Callee> optedOut(Collection<Callee> callees);

  /**
   * Stores requests with what came with them, and tells the watchers. Where a widget has one with
   * the same idempotency key meanwhile, that one is kept.
   *
   * @return what is stored now, in the order of the requests
   */
  @AcrossTenants("each request names its tenant")
  List<CallbackRequest> store(List<Admitted> admitted);
}
