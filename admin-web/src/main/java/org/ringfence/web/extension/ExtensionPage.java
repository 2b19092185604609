package org.ringfence.web.extension;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.config.Source;
import org.ringfence.config.UnrenderableConfig;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.VoicemailPin;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.revision.Configurations;
import org.ringfence.web.revision.GeneratedLines;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;
import org.ringfence.web.tenant.Tenants;

/** One extension: what its phone needs, where it is used, the lines it makes. */
@Named("extensionPage")
@RequestScoped
public class ExtensionPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Extensions extensions;
  @Inject Tenants tenants;
  @Inject Configurations configurations;
  @Inject FreshPasswords passwords;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private final Lazy<Optional<Extension>> extension =
      new Lazy<>(
          () ->
              pages
                  .id()
                  .flatMap(ExtensionPage::parse)
                  .flatMap(id -> extensions.find(tenant.id(), id)));
  private @Nullable Secret password;
  private @Nullable VoicemailPin pin;

  /** A link to where the extension is used. */
  public record Link(String label, String href) {}

  public void load() {
    found()
        .ifPresentOrElse(
            present -> {
              password = passwords.take(present.id()).orElse(null);
              pin = passwords.takePin(present.id()).orElse(null);
            },
            pages::notFound);
  }

  private Optional<Extension> found() {
    return extension.get();
  }

  static Optional<ExtensionId> parse(String text) {
    try {
      return Optional.of(ExtensionId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public Extension getExtension() {
    return Pages.present(found());
  }

  public String getPath() {
    return tenant.getPath() + "/extensions/" + getExtension().id();
  }

  /** Host and port a phone registers with; empty while there is no VM. */
  public String getRegistrar() {
    return tenants
        .overview(tenant.getSlug())
        .flatMap(Tenants.Overview::machine)
        .map(VirtualMachine::address)
        .map(address -> address + ":5060")
        .orElse("");
  }

  /** Only right after it was made; empty otherwise. */
  public String getPassword() {
    Secret fresh = password;
    return fresh == null ? "" : fresh.reveal();
  }

  /** Of the mailbox, only right after it was made; empty otherwise. */
  public String getPin() {
    VoicemailPin fresh = pin;
    return fresh == null ? "" : fresh.reveal();
  }

  /** What the person wants besides the default, by the names of the form's fields. */
  public Map<String, String> getWishes() {
    return getExtension().settings().changedTexts();
  }

  public void makePassword() {
    extensions
        .newPassword(tenant.id(), getExtension().id(), user.getName())
        .ifPresentOrElse(saved -> password = saved.password().orElse(null), pages::notFound);
  }

  public List<Link> getUsages() {
    return extensions.usages(tenant.id(), getExtension()).stream()
        .map(usage -> new Link(usage.label(), tenant.getPath() + usage.path()))
        .toList();
  }

  public GeneratedLines getGenerated() {
    try {
      return GeneratedLines.of(
          configurations.current(tenant.id()).linesOf(Source.extension(getExtension().id())));
    } catch (UnrenderableConfig cannot) {
      return GeneratedLines.none(InvalidForm.sentence(cannot));
    }
  }

  public void delete() {
    messages.attempt(
        () ->
            extensions
                .delete(tenant.id(), getExtension().id(), user.getName())
                .ifPresentOrElse(
                    revision ->
                        pages.goTo(
                            tenant.getPath() + "/extensions",
                            "extension.deleted",
                            getExtension().number(),
                            Integer.toString(revision)),
                    pages::notFound));
  }
}
