package org.ringfence.web.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Secret;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.machine.AddressTaken;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantDirectory;
import org.ringfence.domain.tenant.TenantDirectory.Order;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.form.InvalidForm;

/** What a hosting admin does with tenants. */
@ApplicationScoped
@Transactional
public class Tenants {
  /** Each further one means that yet another tenant was created at the same moment. */
  private static final int MOST_ATTEMPTS = 20;

  @Inject TenantRepository tenants;
  @Inject TenantDirectory directory;
  @Inject VmRepository machines;
  @Inject AuditLog audit;
  @Inject Founding founding;
  @Inject Clock clock;

  /** A tenant together with its VM; none while the VM is not asked for or is gone. */
  public record Overview(Tenant tenant, Optional<VirtualMachine> machine) {}

  public List<Overview> list() {
    Map<TenantId, VirtualMachine> byTenant =
        machines.list().stream()
            .collect(Collectors.toMap(VirtualMachine::tenantId, Function.identity()));
    return tenants.list().stream()
        .map(tenant -> new Overview(tenant, Optional.ofNullable(byTenant.get(tenant.id()))))
        .toList();
  }

  public int count() {
    return directory.count();
  }

  /** A part of {@link #list}, with the VMs of that part alone. */
  public List<Overview> page(Order order, boolean descending, int first, int most) {
    List<Tenant> shown = directory.list(order, descending, first, most);
    Map<TenantId, VirtualMachine> byTenant =
        machines.ofTenants(shown.stream().map(Tenant::id).collect(Collectors.toSet())).stream()
            .collect(Collectors.toMap(VirtualMachine::tenantId, Function.identity()));
    return shown.stream()
        .map(tenant -> new Overview(tenant, Optional.ofNullable(byTenant.get(tenant.id()))))
        .toList();
  }

  /** By the short name in an address; empty also for what cannot be a short name. */
  public Optional<Tenant> find(String slug) {
    try {
      return tenants.findBySlug(new Slug(slug));
    } catch (InvalidValue notASlug) {
      return Optional.empty();
    }
  }

  public Optional<Overview> overview(String slug) {
    return find(slug).map(tenant -> new Overview(tenant, machines.find(tenant.id())));
  }

  /** How the tenant's VM got where it is, oldest first. */
  public List<StageChange> history(TenantId tenantId) {
    return machines.history(tenantId, 50);
  }

  /**
   * Creates a tenant and asks for its VM and its first configuration. Its people in Keycloak follow
   * in the background ({@link IdentitySetup}). Not a transaction itself, see {@link #again}.
   *
   * @throws InvalidForm when a field is refused, also because the short name is taken
   */
  @Transactional(Transactional.TxType.NEVER)
  public Tenant create(TenantForm form, String actor) {
    return again(() -> found(form, actor));
  }

  /** The same once, as a part of something that is done {@link #again}. */
  public Tenant found(TenantForm form, String actor) {
    return founding.found(form.toTenant(), actor);
  }

  /**
   * Does what creates a tenant; when another tenant took the same address at the same moment, the
   * whole is done again in a new transaction.
   */
  @Transactional(Transactional.TxType.NEVER)
  public <T> T again(Supplier<T> creating) {
    for (int attempt = 1; ; attempt++) {
      try {
        return creating.get();
      } catch (AddressTaken taken) {
        if (attempt == MOST_ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  /** Hands out the first password of the tenant's administrator; only once. */
  public Optional<Secret> takeFirstPassword(TenantId tenantId, String actor) {
    Optional<Secret> password = tenants.takeFirstPassword(tenantId);
    if (password.isPresent()) {
      record(tenantId, actor, "tenant.first-password-shown");
    }
    return password;
  }

  public void entered(TenantId tenantId, String actor) {
    record(tenantId, actor, "tenant.entered");
  }

  public void left(TenantId tenantId, String actor) {
    record(tenantId, actor, "tenant.left");
  }

  private void record(TenantId tenantId, String actor, String action) {
    audit.append(
        new AuditEntry(Optional.of(tenantId), actor, action, tenantId.toString(), clock.instant()));
  }
}
