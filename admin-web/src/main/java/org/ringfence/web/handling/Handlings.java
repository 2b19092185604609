package org.ringfence.web.handling;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ringfence.config.PublicHolidays;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.pbx.Destination;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.Hours;
import org.ringfence.domain.pbx.InboundNumber;
import org.ringfence.domain.pbx.InvalidFields;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.SoundRepository;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.extension.Extensions.Usage;
import org.ringfence.web.form.InvalidForm;

/** What a tenant admin does with call handling. Saving an object asks for a new revision. */
@ApplicationScoped
@Transactional
public class Handlings {
  @Inject HandlingRepository handlings;
  @Inject ExtensionRepository extensions;
  @Inject TrunkRepository trunks;
  @Inject SoundRepository sounds;
  @Inject WidgetRepository widgets;
  @Inject RevisionRepository revisions;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** A stored object and the revision that brings it to the VM. */
  public record Saved(Handling handling, int revision) {}

  public List<Handling> list(TenantId tenantId) {
    return handlings.list(tenantId);
  }

  public Optional<Handling> find(TenantId tenantId, HandlingKind kind, HandlingId id) {
    return handlings.find(tenantId, id).filter(stored -> stored.kind() == kind);
  }

  /**
   * Adds an object.
   *
   * @throws InvalidForm when a field is refused
   */
  public Saved add(TenantId tenantId, HandlingKind kind, Map<String, String> fields, String actor) {
    return store(tenantId, kind, HandlingId.random(), fields, actor, "added");
  }

  /**
   * Replaces an object's fields; empty when the tenant has no such object.
   *
   * @throws InvalidForm when a field is refused
   */
  public Optional<Saved> change(
      TenantId tenantId,
      HandlingKind kind,
      HandlingId id,
      Map<String, String> fields,
      String actor) {
    return find(tenantId, kind, id)
        .map(
            stored -> {
              requireNumberKept(tenantId, stored, fields);
              return store(tenantId, kind, id, fields, actor, "changed");
            });
  }

  /** A trunk knows where its calls go by number. */
  private void requireNumberKept(TenantId tenantId, Handling stored, Map<String, String> fields) {
    String number = Objects.requireNonNullElse(fields.get("number"), "").strip();
    List<Trunk> users = trunksTo(tenantId, stored);
    if (!users.isEmpty()
        && !stored.number().map(ExtensionNumber::value).filter(number::equals).isPresent()) {
      throw new InvalidForm(
          Map.of(
              "number",
              "Calls from the trunk "
                  + users.get(0).name()
                  + " come here by this number. Please lead them elsewhere first."));
    }
  }

  private Saved store(
      TenantId tenantId,
      HandlingKind kind,
      HandlingId id,
      Map<String, String> fields,
      String actor,
      String what) {
    Handling handling;
    try {
      handling = Handling.read(kind, id, fields);
    } catch (InvalidFields refused) {
      throw new InvalidForm(refused.sentences());
    }
    requireUsable(tenantId, handling);
    requireTrunks(tenantId, handling);
    try {
      handlings.save(tenantId, handling);
    } catch (NameTaken taken) {
      throw new InvalidForm(taken.field(), taken);
    } catch (InvalidValue gone) {
      throw new InvalidForm("id", gone);
    }
    return new Saved(handling, record(tenantId, actor, "handling.saved", handling, what));
  }

  /** Numbers are given once, and everything it leads to exists in this tenant. */
  private void requireUsable(TenantId tenantId, Handling handling) {
    handling
        .number()
        .filter(
            number ->
                extensions.findByNumber(tenantId, number).isPresent()
                    || handlings
                        .findByNumber(tenantId, number)
                        .filter(other -> !other.id().equals(handling.id()))
                        .isPresent())
        .ifPresent(
            number -> {
              throw new InvalidForm(
                  Map.of(
                      "number",
                      "The number " + number + " is taken already. Please choose another one."));
            });
    List<Handling> all = handlings.list(tenantId);
    if (handling instanceof InboundNumber number && all.stream().anyMatch(number::isTwinOf)) {
      throw new InvalidForm(
          Map.of("did", "The number " + number.did() + " is listed already. Please change that."));
    }
    requireSounds(tenantId, handling);
    requireRegion(handling);
    requireWidgets(tenantId, handling);
    for (Map.Entry<String, String> field : handling.details().entrySet()) {
      for (Destination used : handling.uses()) {
        if (mentions(field.getValue(), used) && !exists(tenantId, handling, all, used)) {
          throw new InvalidForm(
              Map.of(field.getKey(), "What this leads to does not exist. Please choose again."));
        }
      }
    }
  }

  private static void requireRegion(Handling handling) {
    if (handling instanceof Hours hours
        && hours.holidays().filter(region -> !PublicHolidays.isKnown(region)).isPresent()) {
      throw new InvalidForm(
          Map.of(
              "holidays",
              "The public holidays of this region are not known. Please choose another one."));
    }
  }

  private void requireSounds(TenantId tenantId, Handling handling) {
    for (SoundId sound : handling.sounds()) {
      if (sounds.find(tenantId, sound).isEmpty()) {
        String field =
            handling.details().entrySet().stream()
                .filter(each -> each.getValue().lines().anyMatch(sound.toString()::equals))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("name");
        throw new InvalidForm(
            Map.of(field, "There is no such sound any more. Please choose another one."));
      }
    }
  }

  /** A widget of another tenant does not exist either. */
  private void requireWidgets(TenantId tenantId, Handling handling) {
    for (WidgetId widget : handling.widgetUses().stream().map(WidgetId::new).toList()) {
      if (widgets.find(tenantId, widget).isEmpty()) {
        throw new InvalidForm(
            Map.of("widgets", "There is no such widget. Please choose one of yours."));
      }
    }
  }

  /** A trunk of another tenant does not exist either. */
  private void requireTrunks(TenantId tenantId, Handling handling) {
    handling
        .trunkUses()
        .forEach(
            (field, used) -> {
              if (used.stream().anyMatch(trunk -> trunks.find(tenantId, trunk).isEmpty())) {
                throw new InvalidForm(
                    Map.of(field, "There is no such trunk. Please choose one of yours."));
              }
            });
  }

  private static boolean mentions(String value, Destination used) {
    String text = used.toString();
    return value.equals(text)
        || value
            .lines()
            .anyMatch(line -> text.equals("extension:" + line) || line.endsWith(" " + text));
  }

  private boolean exists(
      TenantId tenantId, Handling self, List<Handling> all, Destination destination) {
    if (destination instanceof Destination.ToExtension person) {
      return extensions.find(tenantId, person.id()).isPresent();
    }
    if (destination instanceof Destination.ToHandling target) {
      return (target.equals(self.destination()) && target.kind().isEntered())
          || all.stream()
              .filter(other -> other.kind().isEntered())
              .anyMatch(other -> other.destination().equals(target));
    }
    if (destination instanceof Destination.ToVoicemail mailbox) {
      return extensions.find(tenantId, mailbox.id()).filter(Extension::hasMailbox).isPresent();
    }
    return true;
  }

  /** What leads calls to this object. */
  public List<Usage> usages(TenantId tenantId, Handling handling) {
    List<Usage> usages = new ArrayList<>();
    trunksTo(tenantId, handling)
        .forEach(trunk -> usages.add(new Usage(trunk.name().value(), "/trunks/" + trunk.id())));
    handlings.list(tenantId).stream()
        .filter(other -> !other.id().equals(handling.id()))
        .filter(other -> other.uses().contains(handling.destination()))
        .forEach(
            other ->
                usages.add(
                    new Usage(
                        other.name().value(),
                        (other.kind().isOutgoing() ? "/outbound/" : "/call-handling/")
                            + other.id())));
    return usages;
  }

  private List<Trunk> trunksTo(TenantId tenantId, Handling handling) {
    return handling.number().isEmpty()
        ? List.of()
        : trunks.list(tenantId).stream()
            .filter(trunk -> trunk.incomingTo().equals(handling.number()))
            .toList();
  }

  /**
   * Deletes an object; empty when the tenant has no such object.
   *
   * @throws InvalidForm when something still leads to it
   */
  public Optional<Integer> delete(
      TenantId tenantId, HandlingKind kind, HandlingId id, String actor) {
    Optional<Handling> stored = find(tenantId, kind, id);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    List<Usage> users = usages(tenantId, stored.get());
    if (!users.isEmpty()) {
      throw new InvalidForm(
          Map.of(
              "id",
              "Calls still come here from "
                  + String.join(", ", users.stream().map(Usage::label).toList())
                  + ". Please lead them elsewhere first."));
    }
    handlings.delete(tenantId, id);
    return Optional.of(record(tenantId, actor, "handling.deleted", stored.get(), "deleted"));
  }

  private int record(
      TenantId tenantId, String actor, String action, Handling handling, String what) {
    Instant now = clock.instant();
    audit.append(
        new AuditEntry(Optional.of(tenantId), actor, action, handling.name().value(), now));
    String kind = handling.kind().text().replace('-', ' ');
    String title = Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    return revisions.request(tenantId, title + " \"" + handling.name() + "\" " + what, actor, now);
  }
}
