package org.ringfence.web.outbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.config.Routing;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.OutboundRoute;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.handling.Handlings;
import org.ringfence.web.revision.Configurations;

/** What a tenant admin does with calls that go out. */
@ApplicationScoped
@Transactional
public class Outbound {
  @Inject Handlings handlings;
  @Inject Configurations configurations;
  @Inject Clock clock;

  /** What holds now, also for a tenant that never said anything. */
  public CallingPolicy policy(TenantId tenantId) {
    return CallingPolicy.of(new CallHandling(handlings.list(tenantId)));
  }

  /** Whether the tenant has said something itself. */
  public boolean isOwn(TenantId tenantId) {
    return stored(tenantId).isPresent();
  }

  private Optional<CallingPolicy> stored(TenantId tenantId) {
    return new CallHandling(handlings.list(tenantId)).of(CallingPolicy.class).findFirst();
  }

  /**
   * Replaces the calling policy.
   *
   * @throws InvalidForm when a field is refused
   */
  public Handlings.Saved savePolicy(TenantId tenantId, Map<String, String> fields, String actor) {
    HandlingKind kind = HandlingKind.CALLING_POLICY;
    return stored(tenantId)
        .flatMap(known -> handlings.change(tenantId, kind, known.id(), fields, actor))
        .orElseGet(() -> handlings.add(tenantId, kind, fields, actor));
  }

  /** In the order in which they are asked. */
  public List<OutboundRoute> routes(TenantId tenantId) {
    return new CallHandling(handlings.list(tenantId))
        .of(OutboundRoute.class)
        .sorted(
            Comparator.comparingInt(OutboundRoute::position)
                .thenComparing(route -> route.name().value()))
        .toList();
  }

  /**
   * What the stored configuration would do with a call; calls nobody.
   *
   * @param dialled as on a phone's keys; blanks and the signs people write between digits are left
   *     out
   * @param at empty for now
   * @throws InvalidForm when there is no such extension, or nothing was dialled
   */
  public Routing.Answer rehearse(
      TenantId tenantId, String caller, String dialled, Optional<Instant> at) {
    TenantPbx pbx = configurations.pbx(tenantId);
    ExtensionNumber number;
    try {
      number = new ExtensionNumber(caller);
    } catch (InvalidValue refused) {
      throw new InvalidForm("caller", refused);
    }
    if (pbx.extensions().stream().noneMatch(each -> each.number().equals(number))) {
      throw new InvalidForm(
          Map.of("caller", "There is no extension " + number + ". Please choose one that exists."));
    }
    String keys = dialled.replaceAll("[\\s()/.-]", "");
    if (!keys.matches("\\+?[0-9*#]{1,30}")) {
      throw new InvalidForm(
          Map.of("dialled", "Please write what is dialled, for example 0171 1234567."));
    }
    return new Routing(pbx).dial(number, keys, at.orElseGet(clock::instant));
  }
}
