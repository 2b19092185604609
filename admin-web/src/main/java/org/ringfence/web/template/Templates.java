package org.ringfence.web.template;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.template.TemplateMoveRepository;
import org.ringfence.domain.template.TemplateRepository;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.form.InvalidForm;

/**
 * What a hosting admin does with template versions: looks at them, and lets tenants' VMs move from
 * one to another. Moves are wishes that the provisioner makes come true.
 */
@ApplicationScoped
@Transactional
public class Templates {
  private static final int NEWEST = 20;

  /** As many as a page shows; the others are counted. */
  private static final int MOST_MOVES = 200;

  @Inject TemplateRepository templates;
  @Inject TemplateMoveRepository moves;
  @Inject VmRepository machines;
  @Inject TenantRepository tenants;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** A version and how many tenants are to run it. */
  public record Overview(KnownTemplate template, int tenants) {}

  /** A move and whose. */
  public record TenantMove(Tenant tenant, TemplateMove move) {}

  /** The one built last first. */
  public List<Overview> overviews() {
    return templates.list().stream()
        .map(known -> new Overview(known, templates.tenants(known.id()).size()))
        .toList();
  }

  /** What a tenant can move to now, the one built last first. */
  public List<KnownTemplate> present() {
    return templates.list().stream().filter(KnownTemplate::present).toList();
  }

  public Optional<KnownTemplate> find(TemplateId id) {
    return templates.find(id);
  }

  /** Who is to run it. */
  public List<Tenant> tenants(TemplateId id) {
    return templates.tenants(id).stream().flatMap(each -> tenants.find(each).stream()).toList();
  }

  /** Moves to or from it: under way, waiting, over. */
  public List<TenantMove> moves(TemplateId id) {
    return moves.about(id, MOST_MOVES).stream()
        .flatMap(
            entry ->
                tenants.find(entry.tenantId()).stream()
                    .map(tenant -> new TenantMove(tenant, entry.move())))
        .toList();
  }

  /** The newest moves of a tenant first. */
  public List<TemplateMove> history(TenantId tenantId) {
    return moves.list(tenantId, NEWEST);
  }

  /**
   * Lets a tenant's VM move to another version, or back.
   *
   * @throws InvalidForm when there is no such version, or when the VM cannot move now
   */
  public void move(Tenant tenant, TemplateId to, String actor) {
    requirePresent(to);
    VirtualMachine machine =
        machines
            .find(tenant.id())
            .filter(found -> found.desired() != DesiredState.DELETED)
            .orElseThrow(
                () -> refused("template", "The tenant's machine is deleted or being deleted."));
    TemplateId from =
        machine
            .template()
            .version()
            .orElseThrow(
                () ->
                    refused(
                        "template",
                        "It is not known yet which version the machine runs. Please try again in a"
                            + " minute."));
    if (machine.template().move().isPresent()) {
      throw refused("template", "The machine is just moving. Please wait until that move is over.");
    }
    if (from.equals(to)) {
      throw refused(
          "template",
          "The machine runs this version already. To make it anew from it, rebuild it.");
    }
    Instant now = clock.instant();
    if (!moves.begin(tenant.id(), to, actor, now)) {
      throw refused("template", "Somebody else changed the machine just now. Please try again.");
    }
    audit.append(
        new AuditEntry(
            Optional.of(tenant.id()),
            actor,
            "tenant.template",
            tenant.slug() + ": " + from.shortened() + " to " + to.shortened(),
            now));
  }

  /**
   * Lets all tenants' VMs move to a version, one after another; the first that does not come up
   * ends it.
   *
   * @param first the short name of the tenant that goes first; empty for the first by name
   * @return how many wait for their turn
   * @throws InvalidForm when there is no such version or tenant, or when all run it already
   */
  public int moveAll(TemplateId to, String first, String actor) {
    requirePresent(to);
    Optional<TenantId> canary =
        Optional.of(first).filter(slug -> !slug.isEmpty()).map(slug -> tenant(slug).id());
    Instant now = clock.instant();
    int waiting = moves.queueAll(to, canary, actor, now);
    if (waiting == 0) {
      throw refused("template", "Every tenant runs this version already.");
    }
    audit.append(
        new AuditEntry(
            Optional.empty(),
            actor,
            "template.moves-asked",
            to.shortened() + ": " + waiting + " tenants",
            now));
    return waiting;
  }

  private Tenant tenant(String slug) {
    try {
      return tenants
          .findBySlug(new Slug(slug))
          .orElseThrow(() -> refused("first", "There is no tenant with this short name."));
    } catch (InvalidValue notASlug) {
      throw new InvalidForm("first", notASlug);
    }
  }

  /** Calls off the moves to a version that have not begun; returns how many. */
  public int cancel(TemplateId to, String actor) {
    Instant now = clock.instant();
    int cancelled = moves.cancel(to, "It was called off by " + actor + ".", now);
    if (cancelled > 0) {
      audit.append(
          new AuditEntry(
              Optional.empty(),
              actor,
              "template.moves-cancelled",
              to.shortened() + ": " + cancelled + " tenants",
              now));
    }
    return cancelled;
  }

  private void requirePresent(TemplateId id) {
    if (templates.find(id).filter(KnownTemplate::present).isEmpty()) {
      throw refused(
          "template",
          "The host has no such template version. Please choose another one, or build it again.");
    }
  }

  private static InvalidForm refused(String field, String sentence) {
    return new InvalidForm(Map.of(field, sentence));
  }
}
