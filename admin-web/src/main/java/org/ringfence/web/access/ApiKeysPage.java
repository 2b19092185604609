package org.ringfence.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.access.ApiKey;
import org.ringfence.domain.access.KeyArea;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The keys of a tenant, or of the hoster where no tenant is in the address. */
@Named("apiKeysPage")
@RequestScoped
public class ApiKeysPage {
  /** Beside the names of {@link ApiKey.Scope}. */
  private static final String BY_AREA = "AREAS";

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject ApiKeys keys;
  @Inject FormMessages messages;
  @Inject Pages pages;
  @Inject Clock clock;

  private String name = "";
  private String scope = ApiKey.Scope.READ.name();
  private String days = "365";

  /** What is chosen for each area when {@link #scope} is {@link #BY_AREA}. */
  private Map<String, String> areas = new LinkedHashMap<>();

  private Optional<ApiKeys.Created> created = Optional.empty();
  private Lazy<List<ApiKey>> rows = new Lazy<>(() -> keys.list(owner()));

  private Optional<TenantId> owner() {
    return tenant.isSelected() ? Optional.of(tenant.id()) : Optional.empty();
  }

  public List<ApiKey> getRows() {
    return rows.get();
  }

  public boolean isExpired(ApiKey key) {
    return key.isExpiredAt(clock.instant());
  }

  public List<String> getScopes() {
    return List.of(ApiKey.Scope.READ.name(), ApiKey.Scope.WRITE.name(), BY_AREA);
  }

  public List<String> getAreaNames() {
    return Stream.of(KeyArea.values()).map(KeyArea::text).toList();
  }

  public Map<String, String> getAreas() {
    return areas;
  }

  /** What a key may do, in words. */
  public List<String> shown(ApiKey key) {
    return key.scope()
        .everywhere()
        .map(scope -> List.of(pages.text("keys.scope." + scope)))
        .orElseGet(
            () ->
                new TreeMap<>(key.scope().areas())
                    .entrySet().stream()
                        .map(
                            each ->
                                pages.text("keys.area." + each.getKey().text())
                                    + ": "
                                    + pages.text("keys.scope." + each.getValue()))
                        .toList());
  }

  private String chosen() {
    return scope.equals(BY_AREA)
        ? areas.entrySet().stream()
            .filter(each -> !Objects.requireNonNullElse(each.getValue(), "").isEmpty())
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(" "))
        : scope;
  }

  public boolean isFresh() {
    return created.isPresent();
  }

  /** The secret of the key that this request made; no other request knows it. */
  public String getSecret() {
    return created.map(fresh -> fresh.secret().reveal()).orElse("");
  }

  public void create() {
    messages.attempt(
        () -> {
          created = Optional.of(keys.create(owner(), name, chosen(), days, user.getName()));
          rows = new Lazy<>(() -> keys.list(owner()));
          name = "";
          areas = new LinkedHashMap<>();
        });
  }

  public void revoke(ApiKey key) {
    keys.revoke(owner(), key.id(), user.getName());
    rows = new Lazy<>(() -> keys.list(owner()));
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = Objects.requireNonNullElse(name, "");
  }

  public String getScope() {
    return scope;
  }

  public void setScope(@Nullable String scope) {
    this.scope = Objects.requireNonNullElse(scope, "");
  }

  public String getDays() {
    return days;
  }

  public void setDays(@Nullable String days) {
    this.days = Objects.requireNonNullElse(days, "");
  }
}
