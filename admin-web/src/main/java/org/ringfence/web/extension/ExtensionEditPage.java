package org.ringfence.web.extension;

import jakarta.annotation.PostConstruct;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.ringfence.config.UnrenderableConfig;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.revision.Configurations;
import org.ringfence.web.revision.Preview;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The guide for a new extension, and the same form for one that exists. */
@Named("extensionEditPage")
@ViewScoped
public class ExtensionEditPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Extensions extensions;
  @Inject Configurations configurations;
  @Inject FreshPasswords passwords;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private ExtensionForm form = new ExtensionForm();

  /** Of the extension that is edited; empty for a new one. */
  private String id = "";

  private boolean found = true;
  private transient @Nullable Preview preview;

  @PostConstruct
  void open() {
    pages
        .id()
        .ifPresent(
            text -> {
              id = text;
              var stored =
                  ExtensionPage.parse(text)
                      .flatMap(extensionId -> extensions.find(tenant.id(), extensionId));
              found = stored.isPresent();
              stored.ifPresent(extension -> form = ExtensionForm.of(extension));
            });
  }

  public void load() {
    if (!found) {
      pages.notFound();
    }
  }

  public ExtensionForm getForm() {
    return form;
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  public String getBack() {
    return tenant.getPath() + "/extensions" + (isFresh() ? "" : "/" + id);
  }

  public void validate(FacesContext faces, UIComponent component, Object value) {
    FormMessages.validate(component, value, ExtensionForm.RULES);
  }

  public @Nullable Preview getPreview() {
    return preview;
  }

  public void showPreview() {
    messages.attempt(
        () -> {
          try {
            preview =
                Preview.of(
                    configurations.with(tenant.id(), extensions.draft(tenant.id(), form)),
                    configurations.liveBundle(tenant.id()));
          } catch (UnrenderableConfig cannot) {
            throw new InvalidForm("", cannot);
          }
        });
  }

  public void save() {
    messages.attempt(
        () -> {
          if (isFresh()) {
            lead(extensions.add(tenant.id(), form, user.getName()));
          } else {
            ExtensionPage.parse(id)
                .flatMap(known -> extensions.change(tenant.id(), known, form, user.getName()))
                .ifPresentOrElse(this::lead, pages::notFound);
          }
        });
  }

  private void lead(Extensions.Saved saved) {
    saved.password().ifPresent(password -> passwords.put(saved.extension().id(), password));
    saved.pin().ifPresent(pin -> passwords.putPin(saved.extension().id(), pin));
    pages.goTo(
        tenant.getPath() + "/extensions/" + saved.extension().id(),
        "saved.revision",
        Integer.toString(saved.revision()));
  }
}
