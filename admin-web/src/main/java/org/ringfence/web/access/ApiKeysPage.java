package org.ringfence.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.access.ApiKey;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;

/** The keys of a tenant, or of the hoster where no tenant is in the address. */
@Named("apiKeysPage")
@RequestScoped
public class ApiKeysPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject ApiKeys keys;
  @Inject FormMessages messages;
  @Inject Clock clock;

  private String name = "";
  private String scope = ApiKey.Scope.READ.name();
  private String days = "365";
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

  public ApiKey.Scope[] getScopes() {
    return ApiKey.Scope.values();
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
          created = Optional.of(keys.create(owner(), name, scope, days, user.getName()));
          rows = new Lazy<>(() -> keys.list(owner()));
          name = "";
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
