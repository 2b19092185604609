package org.ringfence.web.extension;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.Secret;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.pbx.Destination;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.pbx.VoicemailPin;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.form.InvalidForm;

/** What a tenant admin does with extensions. Saving one asks for a new revision. */
@ApplicationScoped
@Transactional
public class Extensions {
  @Inject TenantRepository tenants;
  @Inject ExtensionRepository extensions;
  @Inject TrunkRepository trunks;
  @Inject WidgetRepository widgets;
  @Inject HandlingRepository handlings;
  @Inject RevisionRepository revisions;
  @Inject VmRepository machines;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /**
   * A stored extension.
   *
   * @param password of its phone, to be shown once; empty when it was not changed
   * @param pin of its mailbox, to be shown once; empty when it was not changed
   */
  public record Saved(
      Extension extension, Optional<Secret> password, Optional<VoicemailPin> pin, int revision) {}

  /** Where an extension is used; {@code path} is below the tenant's own. */
  public record Usage(String label, String path) {}

  public List<Extension> list(TenantId tenantId) {
    return extensions.list(tenantId);
  }

  public Optional<Extension> find(TenantId tenantId, ExtensionId id) {
    return extensions.find(tenantId, id);
  }

  /** The extension a form describes, with a password nobody knows; stores nothing. */
  public Extension draft(TenantId tenantId, ExtensionForm form) {
    return draft(tenantId, form, Secret.readable());
  }

  private Extension draft(TenantId tenantId, ExtensionForm form, Secret password) {
    ExtensionForm.Described described = form.describe();
    if (extensions.findByNumber(tenantId, described.number()).isPresent()
        || handlings.list(tenantId).stream()
            .anyMatch(each -> each.number().filter(described.number()::equals).isPresent())) {
      throw taken(described.number());
    }
    return new Extension(
        ExtensionId.random(),
        described.number(),
        described.name(),
        credentials(tenantId, described.number(), password),
        form.describeSettings(Optional.empty(), clock.millis()));
  }

  /**
   * Adds an extension. Its phone's password is the form's, or a generated one.
   *
   * @throws InvalidForm when a field is refused
   */
  public Saved add(TenantId tenantId, ExtensionForm form, String actor) {
    requireRoom(tenantId, 1);
    Secret password = form.password().orElseGet(Secret::readable);
    Extension extension = draft(tenantId, form, password);
    store(tenantId, extension);
    return new Saved(
        extension,
        Optional.of(password),
        extension.settings().pin(),
        record(tenantId, actor, "extension.saved", extension, "added"));
  }

  /**
   * Adds many extensions in one revision.
   *
   * @throws InvalidForm when any of them is refused; then none is added
   */
  List<Saved> addAll(TenantId tenantId, List<ExtensionForm> forms, String actor) {
    requireRoom(tenantId, forms.size());
    List<Saved> added = new ArrayList<>();
    Instant now = clock.instant();
    int revision = revisions.request(tenantId, forms.size() + " extensions imported", actor, now);
    for (ExtensionForm form : forms) {
      Secret password = form.password().orElseGet(Secret::readable);
      Extension extension = draft(tenantId, form, password);
      store(tenantId, extension);
      audit.append(
          new AuditEntry(
              Optional.of(tenantId), actor, "extension.saved", extension.number().value(), now));
      added.add(new Saved(extension, Optional.of(password), extension.settings().pin(), revision));
    }
    return added;
  }

  /**
   * Changes an extension; number and password stay. Empty when the tenant has no such extension.
   *
   * @throws InvalidForm when a field is refused
   */
  public Optional<Saved> change(
      TenantId tenantId, ExtensionId id, ExtensionForm form, String actor) {
    return extensions
        .find(tenantId, id)
        .map(
            stored -> {
              ExtensionSettings before = stored.settings();
              ExtensionSettings after = form.describeSettings(before.pin(), before.version());
              if (!after.personal().equals(before.personal())) {
                after = form.describeSettings(after.pin(), clock.millis());
              }
              Extension changed = stored.named(form.describeName()).with(after);
              requireMailboxUnused(tenantId, stored, changed);
              store(tenantId, changed);
              return new Saved(
                  changed,
                  Optional.empty(),
                  after.pin().equals(before.pin()) ? Optional.empty() : after.pin(),
                  record(tenantId, actor, "extension.saved", changed, "changed"));
            });
  }

  private void requireRoom(TenantId tenantId, int more) {
    Optional<Plan> plan = machines.find(tenantId).flatMap(VirtualMachine::plan);
    if (plan.isPresent() && extensions.list(tenantId).size() + more > plan.get().extensions()) {
      throw new InvalidForm(
          Map.of(
              "number",
              "Your plan has room for "
                  + plan.get().extensions()
                  + " extensions. Please delete some first, or ask your provider for a larger"
                  + " plan."));
    }
  }

  private void requireMailboxUnused(TenantId tenantId, Extension before, Extension after) {
    if (!before.hasMailbox() || after.hasMailbox()) {
      return;
    }
    Destination mailbox = new Destination.ToVoicemail(before.id());
    for (Handling handling : handlings.list(tenantId)) {
      if (handling.uses().contains(mailbox)) {
        throw new InvalidForm(
            Map.of(
                "voicemail",
                "Calls still come to this mailbox from "
                    + handling.name()
                    + ". Please lead them elsewhere first."));
      }
    }
  }

  /** Gives the phone a new password; the old one stops working when the revision is live. */
  public Optional<Saved> newPassword(TenantId tenantId, ExtensionId id, String actor) {
    return extensions
        .find(tenantId, id)
        .map(
            stored -> {
              Secret password = Secret.readable();
              Extension changed = stored.with(credentials(tenantId, stored.number(), password));
              store(tenantId, changed);
              return new Saved(
                  changed,
                  Optional.of(password),
                  Optional.empty(),
                  record(tenantId, actor, "extension.password", changed, "has a new password"));
            });
  }

  public List<Usage> usages(TenantId tenantId, Extension extension) {
    List<Usage> usages = new ArrayList<>();
    for (Trunk trunk : trunks.list(tenantId)) {
      if (trunk.incomingTo().filter(extension.number()::equals).isPresent()) {
        usages.add(new Usage(trunk.name().value(), "/trunks/" + trunk.id()));
      }
    }
    for (Widget widget : widgets.list(tenantId)) {
      if (widget.agent().equals(extension.number())) {
        usages.add(new Usage(widget.name().value(), "/widgets/" + widget.id()));
      }
    }
    for (Handling handling : handlings.list(tenantId)) {
      if (handling.uses().stream().anyMatch(used -> leadsTo(used, extension.id()))) {
        String place = handling.kind().isOutgoing() ? "/outbound/" : "/call-handling/";
        usages.add(new Usage(handling.name().value(), place + handling.id()));
      }
    }
    return usages;
  }

  private static boolean leadsTo(Destination used, ExtensionId id) {
    return used.equals(Destination.extension(id)) || used.equals(new Destination.ToVoicemail(id));
  }

  /**
   * Deletes an extension; empty when the tenant has no such extension.
   *
   * @throws InvalidForm when a trunk or a widget still needs it
   */
  public Optional<Integer> delete(TenantId tenantId, ExtensionId id, String actor) {
    Optional<Extension> stored = extensions.find(tenantId, id);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    List<Usage> usages = usages(tenantId, stored.get());
    if (!usages.isEmpty()) {
      throw new InvalidForm(
          Map.of(
              "extension",
              "This extension is still used by "
                  + String.join(", ", usages.stream().map(Usage::label).toList())
                  + ". Please choose another extension there first."));
    }
    extensions.delete(tenantId, id);
    return Optional.of(record(tenantId, actor, "extension.deleted", stored.get(), "deleted"));
  }

  private void store(TenantId tenantId, Extension extension) {
    try {
      extensions.save(tenantId, extension);
    } catch (NameTaken alreadyThere) {
      throw taken(extension.number());
    }
  }

  private static InvalidForm taken(ExtensionNumber number) {
    return new InvalidForm(
        Map.of("number", "The number " + number + " is taken already. Please choose another one."));
  }

  private DigestCredentials credentials(
      TenantId tenantId, ExtensionNumber number, Secret password) {
    Tenant tenant = tenants.find(tenantId).orElseThrow();
    return DigestCredentials.of(number.value(), tenant.slug().value(), password);
  }

  private int record(
      TenantId tenantId, String actor, String action, Extension extension, String what) {
    Instant now = clock.instant();
    audit.append(
        new AuditEntry(Optional.of(tenantId), actor, action, extension.number().value(), now));
    return revisions.request(tenantId, "Extension " + extension.number() + " " + what, actor, now);
  }
}
