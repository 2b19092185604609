package org.ringfence.web.privacy;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.PrivacyRepository.Person;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** How long leads are kept, one person's data, and who is never called. */
@Named("privacyPage")
@RequestScoped
public class PrivacyPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Privacy privacy;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private @Nullable String days;
  private String q = "";
  private String number = "";
  private String erased = "";
  private String refusal = "";

  private final Lazy<Optional<Person>> person = new Lazy<>(this::look);
  private final Lazy<List<E164>> optedOut = new Lazy<>(() -> privacy.optedOut(tenant.id()));

  private Optional<Person> look() {
    if (q.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(privacy.person(tenant.id(), privacy.number(q)));
    } catch (InvalidForm refused) {
      refusal = refused.firstSentence();
      return Optional.empty();
    }
  }

  public String getDays() {
    return days == null ? String.valueOf(privacy.days(tenant.id())) : days;
  }

  public void setDays(@Nullable String days) {
    this.days = Objects.requireNonNullElse(days, "");
  }

  public String getQ() {
    return q;
  }

  public void setQ(@Nullable String q) {
    this.q = Objects.requireNonNullElse(q, "");
  }

  /** Why the number looked for is none. */
  public String getRefusal() {
    person.get();
    return refusal;
  }

  public boolean isFound() {
    return person.get().isPresent();
  }

  public Person getPerson() {
    return Pages.present(person.get());
  }

  /** The number looked for, in its international form. */
  public String getPersonNumber() {
    return privacy.number(q).value();
  }

  public String getExport() {
    return "/person-export/"
        + tenant.getSlug()
        + "?number="
        + URLEncoder.encode(getPersonNumber(), StandardCharsets.UTF_8);
  }

  public List<E164> getOptedOut() {
    return optedOut.get();
  }

  public String getNumber() {
    return number;
  }

  public void setNumber(@Nullable String number) {
    this.number = Objects.requireNonNullElse(number, "");
  }

  public void saveDays() {
    messages.attempt(
        () -> {
          privacy.retain(tenant.id(), getDays(), user.getName());
          pages.goTo(path(), "saved");
        });
  }

  /** Typed again by whoever erases: it cannot be undone. */
  public String getErased() {
    return erased;
  }

  public void setErased(@Nullable String erased) {
    this.erased = Objects.requireNonNullElse(erased, "");
  }

  /** For good. */
  public void erase() {
    messages.attempt(
        () -> {
          privacy.erase(tenant.id(), privacy.number(erased), user.getName());
          pages.goTo(path(), "privacy.erased");
        });
  }

  public void optOut() {
    messages.attempt(
        () -> {
          privacy.optOut(tenant.id(), privacy.number(number), user.getName());
          pages.goTo(path(), "saved");
        });
  }

  public void allowAgain(String typed) {
    messages.attempt(
        () -> {
          privacy.allowAgain(tenant.id(), privacy.number(typed), user.getName());
          pages.goTo(path(), "saved");
        });
  }

  private String path() {
    return tenant.getPath() + "/privacy";
  }
}
