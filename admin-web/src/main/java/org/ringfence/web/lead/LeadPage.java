package org.ringfence.web.lead;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.queue.Happening;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** One lead with all that is known of it. */
@Named("leadPage")
@RequestScoped
public class LeadPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Leads leads;
  @Inject Pages pages;
  @Inject FormMessages messages;

  /** One of the parameters a visitor arrived with. */
  public record Parameter(String name, String value) {}

  private Optional<Leads.Told> told = Optional.empty();
  private String notes = "";

  @PostConstruct
  void open() {
    told = pages.id().flatMap(LeadPage::parse).flatMap(id -> leads.find(tenant.id(), id));
    notes = told.map(found -> found.lead().notes()).orElse("");
  }

  static Optional<CallbackId> parse(String text) {
    try {
      return Optional.of(CallbackId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public void load() {
    if (told.isEmpty()) {
      pages.notFound();
    }
  }

  public Lead getLead() {
    return Pages.present(told).lead();
  }

  /** The UTM parameters there are, by their last part. */
  public List<Parameter> getCampaign() {
    return getLead().details().campaign().entrySet().stream()
        .map(parameter -> new Parameter(parameter.getKey(), parameter.getValue()))
        .sorted(Comparator.comparing(Parameter::name))
        .toList();
  }

  public List<Happening> getHistory() {
    return Happening.of(getLead().request(), Pages.present(told).attempts());
  }

  public List<CallRecordId> getCalls() {
    return Pages.present(told).calls();
  }

  public String getNotes() {
    return notes;
  }

  public void setNotes(@Nullable String notes) {
    this.notes = Objects.requireNonNullElse(notes, "");
  }

  public void save() {
    messages.attempt(
        () -> {
          CallbackId id = getLead().request().id();
          if (leads.note(tenant.id(), id, notes, user.getName())) {
            pages.goTo(tenant.getPath() + "/leads/" + id, "saved");
          } else {
            pages.notFound();
          }
        });
  }
}
