package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.template.TemplatePage;
import org.ringfence.web.template.Templates;

/** The template version on a tenant's page, for the hosting admin. */
@Named("tenantTemplatePage")
@RequestScoped
public class TenantTemplatePage {
  @Inject Tenants tenants;
  @Inject Templates templates;
  @Inject SignedIn user;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private final Lazy<Tenants.Overview> overview =
      new Lazy<>(() -> Pages.present(pages.id().flatMap(tenants::overview)));
  private final Lazy<List<TemplateMove>> moves =
      new Lazy<>(() -> templates.history(overview.get().tenant().id()));
  private @Nullable String template;

  private Optional<TemplateId> version() {
    return overview.get().machine().map(VirtualMachine::template).flatMap(has -> has.version());
  }

  /** What the machine is to run; empty while that is not known. */
  public String getVersion() {
    return version().map(TemplateId::value).orElse("");
  }

  public String getShortVersion() {
    return version().map(TemplateId::shortened).orElse("");
  }

  /** What it can move to: the versions that the host has, without its own. */
  public List<KnownTemplate> getChoices() {
    return templates.present().stream()
        .filter(known -> !version().equals(Optional.of(known.id())))
        .toList();
  }

  /** How a choice reads. */
  public String getLabel(KnownTemplate known) {
    String built = known.version().builtAt().map(at -> at.toString().substring(0, 10)).orElse("");
    return String.join(
        " · ", List.of(known.id().shortened(), "Asterisk " + known.version().asterisk(), built));
  }

  /** The newest first. */
  public List<TemplateMove> getMoves() {
    return moves.get();
  }

  public String getTone(TemplateMove.State state) {
    return TemplatePage.tone(state);
  }

  public String getTemplate() {
    return Objects.requireNonNullElse(template, "");
  }

  public void setTemplate(@Nullable String template) {
    this.template = template;
  }

  public void move() {
    messages.attempt(
        () -> {
          templates.move(overview.get().tenant(), chosen(), user.getName());
          pages.goTo("/tenants/" + overview.get().tenant().slug(), "tenant.template.moving");
        });
  }

  private TemplateId chosen() {
    try {
      return new TemplateId(getTemplate());
    } catch (InvalidValue none) {
      throw new InvalidForm("template", none);
    }
  }
}
