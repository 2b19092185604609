package org.ringfence.web.tenant;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.web.form.FieldReader;

/** What it takes to create a tenant. */
public class TenantForm implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Words that are parts of addresses of the portal. */
  private static final Set<String> RESERVED = Set.of("new", "ringfence");

  /** The rule of each field, for checking it on its own. */
  public static final Map<String, Consumer<String>> RULES =
      Map.of(
          "name", DisplayName::new,
          "slug", TenantForm::slug,
          "country", Country::new,
          "adminEmail", EmailAddress::new);

  private String name = "";
  private String slug = "";
  private String country = "DE";
  private String adminEmail = "";
  private String plan = "";

  /** A tenant as it was asked for. */
  public record NewTenant(
      Slug slug,
      DisplayName name,
      Country country,
      EmailAddress adminEmail,
      Optional<PlanId> plan) {}

  /**
   * What the form says, once every field is good.
   *
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  NewTenant toTenant() {
    FieldReader fields = new FieldReader();
    var readName = fields.required("name", name, DisplayName::new);
    var readSlug = fields.required("slug", slug, TenantForm::slug);
    var readCountry = fields.required("country", country, Country::new);
    var readEmail = fields.required("adminEmail", adminEmail, EmailAddress::new);
    var readPlan = fields.optional("plan", plan, PlanId::parse);
    fields.check();
    return new NewTenant(
        readSlug.get(), readName.get(), readCountry.get(), readEmail.get(), readPlan.get());
  }

  private static Slug slug(String text) {
    Slug slug = new Slug(text.strip());
    if (RESERVED.contains(slug.value())) {
      throw new InvalidValue(
          "The short name " + slug + " is used by Ringfence itself. Please choose another one.");
    }
    return slug;
  }

  /** Offers a short name for the name, until the person writes one. */
  public void suggestSlug() {
    if (slug.isBlank()) {
      slug = suggestion(name);
    }
  }

  static String suggestion(String name) {
    String plain =
        Normalizer.normalize(
                name.toLowerCase(Locale.ROOT)
                    .replace("ä", "ae")
                    .replace("ö", "oe")
                    .replace("ü", "ue")
                    .replace("ß", "ss"),
                Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^[-0-9]+", "");
    String shortened = plain.length() > 31 ? plain.substring(0, 31) : plain;
    String trimmed = shortened.replaceAll("-+$", "");
    return trimmed.length() < 2 ? "" : trimmed;
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = Objects.requireNonNullElse(name, "");
  }

  public String getSlug() {
    return slug;
  }

  public void setSlug(@Nullable String slug) {
    this.slug = Objects.requireNonNullElse(slug, "");
  }

  public String getCountry() {
    return country;
  }

  public void setCountry(@Nullable String country) {
    this.country = Objects.requireNonNullElse(country, "");
  }

  public String getAdminEmail() {
    return adminEmail;
  }

  public void setAdminEmail(@Nullable String adminEmail) {
    this.adminEmail = Objects.requireNonNullElse(adminEmail, "");
  }

  public String getPlan() {
    return plan;
  }

  public void setPlan(@Nullable String plan) {
    this.plan = Objects.requireNonNullElse(plan, "");
  }
}
