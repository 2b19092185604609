package org.ringfence.web.trunk;

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
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.shell.Lazy;

/** What a tenant admin does with trunks. Saving one asks for a new revision. */
@ApplicationScoped
@Transactional
public class Trunks {
  @Inject TrunkRepository trunks;
  @Inject ExtensionRepository extensions;
  @Inject HandlingRepository handlings;
  @Inject RevisionRepository revisions;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** A trunk together with what it does right now. */
  public record Overview(Trunk trunk, TrunkStatus status) {}

  public List<Overview> list(TenantId tenantId) {
    Map<TrunkId, TrunkStatus> statuses = trunks.statuses(tenantId);
    return trunks.list(tenantId).stream()
        .map(trunk -> new Overview(trunk, statusOf(trunk, statuses)))
        .toList();
  }

  public Optional<Overview> find(TenantId tenantId, TrunkId id) {
    return trunks
        .find(tenantId, id)
        .map(trunk -> new Overview(trunk, statusOf(trunk, trunks.statuses(tenantId))));
  }

  /** The trunk alone, for whoever edits it. */
  public Optional<Trunk> stored(TenantId tenantId, TrunkId id) {
    return trunks.find(tenantId, id);
  }

  private TrunkStatus statusOf(Trunk trunk, Map<TrunkId, TrunkStatus> statuses) {
    if (!trunk.enabled()) {
      return new TrunkStatus(TrunkStatus.State.OFF, "", clock.instant());
    }
    return Optional.ofNullable(statuses.get(trunk.id()))
        .orElseGet(() -> new TrunkStatus(TrunkStatus.State.UNKNOWN, "", clock.instant()));
  }

  /**
   * The trunk that a form describes; stores nothing.
   *
   * @throws InvalidForm when a field is refused
   */
  public Trunk draft(TenantId tenantId, Optional<TrunkId> id, TrunkForm form) {
    Optional<Trunk> stored = id.flatMap(known -> trunks.find(tenantId, known));
    Lazy<List<Trunk>> others = new Lazy<>(() -> trunks.list(tenantId));
    int position =
        stored
            .map(Trunk::position)
            .orElseGet(() -> others.get().stream().mapToInt(Trunk::position).max().orElse(0) + 1);
    Trunk trunk = form.toTrunk(stored, position);
    boolean renamed = stored.filter(old -> old.name().equals(trunk.name())).isEmpty();
    if (renamed
        && others.get().stream()
            .anyMatch(
                other ->
                    !other.id().equals(trunk.id())
                        && other.name().value().equalsIgnoreCase(trunk.name().value()))) {
      throw new InvalidForm(
          Map.of("name", "Another trunk has this name already. Please choose another one."));
    }
    trunk
        .incomingTo()
        .filter(number -> extensions.findByNumber(tenantId, number).isEmpty())
        .filter(number -> handlings.findByNumber(tenantId, number).isEmpty())
        .ifPresent(
            number -> {
              throw new InvalidForm(
                  Map.of(
                      "incomingTo",
                      "Nobody has the number " + number + ". Please choose one that exists."));
            });
    return trunk;
  }

  /**
   * Stores what a form describes and asks for a revision with it.
   *
   * @throws InvalidForm when a field is refused
   */
  public Saved save(TenantId tenantId, Optional<TrunkId> id, TrunkForm form, String actor) {
    Trunk trunk = draft(tenantId, id, form);
    try {
      trunks.save(tenantId, trunk);
    } catch (NameTaken taken) {
      throw new InvalidForm(taken.field(), taken);
    }
    String summary = "Trunk \"" + trunk.name() + "\" " + (id.isPresent() ? "changed" : "added");
    return new Saved(trunk, record(tenantId, actor, "trunk.saved", trunk, summary));
  }

  /** A stored trunk and the revision that brings it to the VM. */
  public record Saved(Trunk trunk, int revision) {}

  /**
   * Deletes a trunk; empty when the tenant has no such trunk.
   *
   * @throws InvalidForm when a route or emergency calls need it
   */
  public Optional<Integer> delete(TenantId tenantId, TrunkId id, String actor) {
    Optional<Trunk> trunk = trunks.find(tenantId, id);
    List<String> users =
        trunk.isEmpty()
            ? List.of()
            : handlings.list(tenantId).stream()
                .filter(
                    each -> each.trunkUses().values().stream().anyMatch(used -> used.contains(id)))
                .map(each -> each.name().value())
                .toList();
    if (!users.isEmpty()) {
      throw new InvalidForm(
          Map.of(
              "trunk",
              "Calls still go out by this trunk: "
                  + String.join(", ", users)
                  + ". Please choose another trunk there first."));
    }
    if (trunk.isEmpty() || !trunks.delete(tenantId, id)) {
      return Optional.empty();
    }
    return Optional.of(
        record(
            tenantId,
            actor,
            "trunk.deleted",
            trunk.get(),
            "Trunk \"" + trunk.get().name() + "\" deleted"));
  }

  private int record(TenantId tenantId, String actor, String action, Trunk trunk, String summary) {
    Instant now = clock.instant();
    audit.append(new AuditEntry(Optional.of(tenantId), actor, action, trunk.name().value(), now));
    return revisions.request(tenantId, summary, actor, now);
  }
}
