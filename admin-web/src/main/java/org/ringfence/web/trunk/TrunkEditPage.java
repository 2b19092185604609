package org.ringfence.web.trunk;

import jakarta.annotation.PostConstruct;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.config.UnrenderableConfig;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.form.Menu;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.revision.Configurations;
import org.ringfence.web.revision.Preview;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The guide for a new trunk, and the same form for a trunk that exists. */
@Named("trunkEditPage")
@ViewScoped
public class TrunkEditPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Trunks trunks;
  @Inject TrunkTargets targets;
  @Inject Configurations configurations;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private TrunkForm form = new TrunkForm();

  /** Of the trunk that is edited; empty for a new one. */
  private String id = "";

  /** The preset that the form was filled from. */
  private String taken = "";

  private boolean found = true;
  private boolean unfolded;
  private transient @Nullable Preview preview;

  @PostConstruct
  void open() {
    pages
        .id()
        .ifPresent(
            text -> {
              id = text;
              var stored =
                  TrunkPage.parse(text).flatMap(trunkId -> trunks.stored(tenant.id(), trunkId));
              found = stored.isPresent();
              stored.ifPresent(trunk -> form = TrunkForm.of(trunk));
            });
  }

  public void load() {
    if (!found) {
      pages.notFound();
    }
  }

  /** Everybody and everything with an internal number. */
  public List<Menu.Option> getTargets() {
    return targets.list();
  }

  public TrunkForm getForm() {
    return form;
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  public String getBack() {
    return tenant.getPath() + "/trunks" + (isFresh() ? "" : "/" + id);
  }

  private Optional<TrunkId> trunkId() {
    return isFresh() ? Optional.empty() : TrunkPage.parse(id);
  }

  public Transport[] getTransports() {
    return Transport.values();
  }

  public NumberFormat[] getNumberFormats() {
    return NumberFormat.values();
  }

  public List<ProviderPreset> getPresets() {
    return ProviderPreset.ALL;
  }

  /** Where the facts of the chosen preset come from; empty for none. */
  public Optional<ProviderPreset> getPreset() {
    return ProviderPreset.find(form.setting("preset"));
  }

  /** Whoever looks for a field looks into everything on the page, shown or not. */
  public List<String> getSources() {
    return getPreset().map(ProviderPreset::sources).orElseGet(List::of);
  }

  public void takePreset() {
    form.replace(ProviderPreset.find(taken), getPreset());
    // Who chooses a provider has said what most people would type here.
    boolean typed =
        !form.getName().isBlank()
            && ProviderPreset.find(taken)
                .filter(old -> old.name().value().equals(form.getName()))
                .isEmpty();
    if (!typed) {
      form.setName(getPreset().map(preset -> preset.name().value()).orElse(""));
    }
    taken = form.setting("preset");
  }

  /** Whether the page has the advanced settings, too: they are half of it. */
  public boolean isUnfolded() {
    return unfolded;
  }

  public void unfold() {
    unfolded = true;
  }

  /** What the menu of a setting offers. */
  public List<String> choices(String setting) {
    return TrunkForm.CHOICES.getOrDefault(setting, List.of());
  }

  public void validate(FacesContext faces, UIComponent component, Object value) {
    FormMessages.validate(component, value, TrunkForm.RULES);
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
                    configurations.with(tenant.id(), trunks.draft(tenant.id(), trunkId(), form)),
                    configurations.liveBundle(tenant.id()));
          } catch (UnrenderableConfig cannot) {
            throw new InvalidForm("", cannot);
          }
        });
  }

  public void save() {
    messages.attempt(
        () -> {
          Trunks.Saved saved = trunks.save(tenant.id(), trunkId(), form, user.getName());
          pages.goTo(
              tenant.getPath() + "/trunks/" + saved.trunk().id(),
              "saved.revision",
              Integer.toString(saved.revision()));
        });
  }
}
