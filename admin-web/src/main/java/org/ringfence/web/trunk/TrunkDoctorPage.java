package org.ringfence.web.trunk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.ringfence.domain.E164;
import org.ringfence.domain.doctor.Finding;
import org.ringfence.domain.doctor.SipText;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The doctor of one trunk: the newest test, what it found, and the messages of it. */
@Named("trunkDoctorPage")
@RequestScoped
public class TrunkDoctorPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Trunks trunks;
  @Inject TrunkDoctor doctor;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private final Lazy<Optional<Trunk>> trunk =
      new Lazy<>(
          () ->
              pages
                  .id()
                  .flatMap(TrunkPage::parse)
                  .flatMap(id -> trunks.find(tenant.id(), id))
                  .map(Trunks.Overview::trunk));

  private final Lazy<Optional<TrunkDoctor.Result>> newest =
      new Lazy<>(() -> doctor.list(tenant.id(), getTrunk()).stream().findFirst());

  private final Lazy<List<Shown>> findings = new Lazy<>(this::shown);

  private Optional<String> number = Optional.empty();

  public void load() {
    if (trunk.get().isEmpty()) {
      pages.notFound();
    }
  }

  public Trunk getTrunk() {
    return Pages.present(trunk.get());
  }

  /** Who is called for a test: our own number comes back to us, and costs least. */
  public String getNumber() {
    return number.orElseGet(() -> getTrunk().callerId().map(E164::value).orElse(""));
  }

  public void setNumber(String number) {
    this.number = Optional.of(number);
  }

  public boolean isThere() {
    return newest.get().isPresent();
  }

  public TrunkDoctor.Result getResult() {
    return Pages.present(newest.get());
  }

  /**
   * A finding in words.
   *
   * @param change what a button would change, in words; empty for none
   */
  public record Shown(
      String code, String tone, String severity, FindingTexts texts, String change) {
    public boolean isChangeable() {
      return !change.isEmpty();
    }
  }

  public List<Shown> getFindings() {
    return findings.get();
  }

  private List<Shown> shown() {
    FacesContext faces = FacesContext.getCurrentInstance();
    ResourceBundle texts = faces.getApplication().getResourceBundle(faces, "msg");
    return newest.get().stream()
        .flatMap(result -> result.findings().stream())
        .map(
            finding ->
                new Shown(
                    finding.code().text(),
                    tone(finding.severity()),
                    pages.text("finding.severity." + finding.severity().name()),
                    FindingTexts.of(finding, texts),
                    change(finding)))
        .toList();
  }

  private static String tone(Finding.Severity severity) {
    return switch (severity) {
      case PROBLEM -> "bad";
      case WARNING -> "busy";
      case NOTE -> "off";
      case GOOD -> "good";
    };
  }

  private String change(Finding finding) {
    return finding.change().stream()
        .flatMap(change -> change.values().entrySet().stream())
        .map(
            field ->
                pages.text("trunk." + field.getKey())
                    + ": "
                    + value(field.getKey(), field.getValue()))
        .collect(Collectors.joining(", "));
  }

  private String value(String field, String value) {
    if (value.isEmpty()) {
      return pages.text("unset");
    }
    if (field.equals("numberFormat")) {
      return pages.text("trunk.format." + value);
    }
    return TrunkForm.CHOICES.containsKey(field)
        ? pages.text("trunk." + field + "." + value)
        : value;
  }

  /** The messages between the PBX and the provider, in order. */
  public List<SipText> getLadder() {
    return newest.get().map(result -> result.evidence().messages()).orElse(List.of());
  }

  public Instant at(SipText message) {
    return Instant.ofEpochSecond(message.time());
  }

  public void test() {
    messages.attempt(
        () -> {
          doctor.request(tenant.id(), getTrunk(), getNumber(), user.getName());
          pages.goTo(getPath());
        });
  }

  public void apply(String code) {
    messages.attempt(
        () ->
            doctor
                .apply(tenant.id(), getTrunk(), getResult(), code, user.getName())
                .ifPresentOrElse(
                    saved ->
                        pages.goTo(getPath(), "doctor.applied", Integer.toString(saved.revision())),
                    pages::notFound));
  }

  public String getPath() {
    return tenant.getPath() + "/trunks/" + getTrunk().id() + "/doctor";
  }
}
