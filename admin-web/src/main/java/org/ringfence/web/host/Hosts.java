package org.ringfence.web.host;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.Host.Wish;
import org.ringfence.domain.host.HostLoad;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.form.InvalidForm;

/**
 * What a hosting admin does with hosts: looks at them, closes one for new tenants, has it emptied,
 * opens it again. Each is a wish that the provisioner makes come true.
 */
@ApplicationScoped
@Transactional
public class Hosts {
  /** What can be wished for, each with what becomes of the host's wish. */
  public enum Action {
    OPEN(Wish.REOPEN),
    MAINTENANCE(Wish.MAINTENANCE),
    DRAIN(Wish.DRAIN);

    private final Wish to;

    Action(Wish to) {
      this.to = to;
    }

    /** Whether it would change anything. */
    public boolean fits(Host host) {
      return switch (this) {
        case OPEN ->
            host.wish() != Wish.REOPEN
                && (host.wish() != Wish.OPEN || host.state() == Host.State.CLOSED);
        case MAINTENANCE, DRAIN -> host.wish() != to;
      };
    }
  }

  @Inject HostRepository hosts;
  @Inject TenantRepository tenants;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** The memory of a VM without a plan. */
  @Inject
  @ConfigProperty(name = "ringfence.vm.memory", defaultValue = "256")
  int ownMemoryMib;

  @Inject
  @ConfigProperty(name = "ringfence.hosts.memory.percent", defaultValue = "200")
  int memoryPercent;

  /**
   * A host, how full it is, and what can be promised yet.
   *
   * @param roomMib memory, in MiB
   */
  public record Overview(HostLoad load, long roomMib) {
    public Host host() {
      return load.host();
    }
  }

  /** Ordered by name. */
  public List<Overview> overviews() {
    return hosts.loads(ownMemoryMib, Optional.empty()).stream()
        .map(load -> new Overview(load, load.host().takesVms() ? load.roomMib(memoryPercent) : 0))
        .toList();
  }

  /** By the name in an address; empty also for what cannot be one. */
  public Optional<Overview> find(String name) {
    return overviews().stream().filter(each -> each.host().name().value().equals(name)).findFirst();
  }

  /** Whose VMs are on it. */
  public List<Tenant> tenants(HostName name) {
    return hosts.tenants(name).stream().flatMap(each -> tenants.find(each).stream()).toList();
  }

  /** Where a VM is, or was last. */
  public Optional<HostName> of(VmId vm) {
    return hosts.of(vm);
  }

  /** What can be wished for now. */
  public static List<Action> possible(Host host) {
    return List.of(Action.values()).stream().filter(action -> action.fits(host)).toList();
  }

  /**
   * The action of that name, in whatever case.
   *
   * @throws InvalidForm when there is none
   */
  public static Action action(String name) {
    try {
      return Action.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new InvalidForm("wish", new InvalidValue("It must be OPEN, MAINTENANCE or DRAIN."));
    }
  }

  /**
   * Stores the wish and puts it on record. One that is wished for already changes nothing.
   *
   * @throws InvalidForm when the host's tenants have nowhere to go
   */
  public void wish(HostName name, Action action, String actor) {
    Host host = hosts.find(name).orElseThrow(() -> refused("There is no such host any more."));
    if (!action.fits(host)) {
      return;
    }
    if (action == Action.DRAIN) {
      requireSomewhereElse(host);
    }
    Instant now = clock.instant();
    hosts.wish(name, action.to, now);
    audit.append(
        new AuditEntry(
            Optional.empty(),
            actor,
            "host." + action.name().toLowerCase(Locale.ROOT),
            name.value(),
            now));
  }

  private void requireSomewhereElse(Host host) {
    if (host.state() == Host.State.LOST) {
      throw refused(
          "The host does not answer, so that nothing can be moved off it. Drain it when it is"
              + " back, or remove it from the hypervisor.");
    }
    boolean other =
        hosts.list().stream().anyMatch(each -> !each.name().equals(host.name()) && each.takesVms());
    if (!other && !hosts.tenants(host.name()).isEmpty()) {
      throw refused(
          "There is no other host that takes tenants. Add one, or open one that is in"
              + " maintenance. To keep new tenants away, maintenance is enough.");
    }
  }

  private static InvalidForm refused(String sentence) {
    return new InvalidForm(Map.of("wish", sentence));
  }
}
