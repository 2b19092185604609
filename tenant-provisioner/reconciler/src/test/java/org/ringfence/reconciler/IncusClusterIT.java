package org.ringfence.reconciler;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.domain.machine.VmStage.FAILED;
import static org.ringfence.domain.machine.VmStage.RUNNING;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.host.Placement;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.memory.MemoryHosts;
import org.ringfence.domain.memory.MemoryMachines;
import org.ringfence.domain.memory.MemorySnapshots;
import org.ringfence.domain.memory.MemoryTemplates;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.hypervisor.Hosts;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.VmEvents;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmStatus;

/**
 * Tenants on a real cluster of three members, by the real driver and the real reconciler; only the
 * rows are in memory, and a container that runs counts as an Asterisk that answers.
 */
class IncusClusterIT {
  private static final TenantNetwork NETWORK = TenantNetwork.parse("10.190.0.0/24");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration LEASE = Duration.ofSeconds(90);

  private static OwnCluster cluster;
  private static HypervisorDriver driver;

  private final Clock clock = Clock.systemUTC();
  private final MemoryEvents events = new MemoryEvents();
  private final MemoryMachines machines = new MemoryMachines();
  private final MemoryHosts hosts = new MemoryHosts(machines);
  private final MemoryTenants tenants = new MemoryTenants();
  private final MemoryRevisions revisions = new MemoryRevisions(events);
  private final MemorySnapshots snapshots = new MemorySnapshots(machines);
  private final MemoryTemplates templates = new MemoryTemplates(machines);
  private final MemoryTrunks trunks = new MemoryTrunks();
  private final List<String> asked = new ArrayList<>();
  private HypervisorDriver counted;
  private Reconciler reconciler;
  private HostWatch watch;

  @BeforeAll
  static void startCluster() {
    cluster = new OwnCluster();
    driver = cluster.driver();
  }

  @AfterAll
  static void stopCluster() {
    if (driver != null) {
      driver.close();
    }
    cluster.close();
  }

  @BeforeEach
  void startProvisioner() {
    counted = CountedDriver.of(driver, asked::add);
    ProvisionerSettings settings =
        new ProvisionerSettings(
            NETWORK,
            "https://10.190.0.1:9",
            "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            Optional.of(template()),
            "",
            1,
            128,
            32,
            LIMIT,
            LIMIT,
            3);
    HostSights sights = new HostSights(hosts, clock);
    Placements placements = new Placements(hosts, new Placement(200), settings, sights);
    watch = new HostWatch(hosts, machines, () -> counted, sights, placements, settings, clock);
    reconciler =
        new Reconciler(
            machines,
            tenants,
            revisions,
            trunks,
            snapshots,
            templates,
            templates,
            hosts,
            placements,
            () -> counted,
            (address, limit) ->
                machines.list().stream()
                    .filter(row -> row.address().equals(address))
                    .anyMatch(row -> isUp(row.name())),
            settings,
            any -> new GuestAnswer.Nothing(),
            clock);
    watch.look();
  }

  private static Path template() {
    String value = Optional.ofNullable(System.getenv("RINGFENCE_TEMPLATE")).orElse("");
    assertThat(value)
        .as("RINGFENCE_TEMPLATE names a guest template's directory, as vm-templates/build makes it")
        .isNotEmpty();
    return Path.of(value);
  }

  private static boolean isUp(String name) {
    try {
      return driver.inspect(VmName.of(name)).filter(VmStatus.Running.class::isInstance).isPresent();
    } catch (HypervisorException lost) {
      return false;
    }
  }

  @AfterEach
  void deleteTenants() {
    cluster.recoverAll();
    for (VirtualMachine row : machines.list()) {
      machines.desire(row.tenantId(), DesiredState.DELETED);
    }
    until("all are deleted", () -> machines.list().isEmpty());
    assertThat(driver.list()).isEmpty();
  }

  private Tenant tenant(String slug) {
    Tenant tenant =
        new Tenant(
            TenantId.random(),
            new Slug(slug),
            new DisplayName(slug),
            new Country("DE"),
            new EmailAddress("admin@" + slug + ".example"),
            IdentityState.READY,
            clock.instant());
    tenants.add(tenant);
    new MachinePlan(NETWORK, machines, revisions, clock).request(tenant, "hoster");
    return tenant;
  }

  private List<Tenant> threeRunningTenants() {
    List<Tenant> three = Stream.of("acme", "beta", "zeta").map(this::tenant).toList();
    until("all run", () -> three.stream().allMatch(this::runs));
    return three;
  }

  private VirtualMachine machine(Tenant tenant) {
    return machines.find(tenant.id()).orElseThrow();
  }

  private boolean runs(Tenant tenant) {
    return machine(tenant).stage() == RUNNING;
  }

  private HostName where(Tenant tenant) {
    VmName name = VmName.of(machine(tenant).name());
    return Optional.ofNullable(((Hosts) driver).placements().get(name))
        .map(HostSights::known)
        .orElseThrow();
  }

  private Host host(HostName name) {
    return hosts.find(name).orElseThrow();
  }

  /** Reconciler and watch go on side by side until it is so. */
  private void until(String what, BooleanSupplier condition) {
    Instant end = clock.instant().plus(LIMIT);
    Instant nextLook = Instant.EPOCH;
    while (!condition.getAsBoolean()) {
      assertThat(clock.instant())
          .as("%s; %s; %s", what, machines.list(), hosts.list())
          .isBefore(end);
      if (nextLook.isBefore(clock.instant())) {
        watch.look();
        nextLook = clock.instant().plusSeconds(2);
      }
      pass();
    }
  }

  private void pass() {
    for (VirtualMachine row : machines.claimDue("test", 100, LEASE, clock.instant())) {
      machines.release(row.id(), "test", reconciler.reconcile(row));
    }
  }

  private void assertASecondPassDoesNothing() {
    asked.clear();
    machines.forgetClaims(clock.instant());
    watch.look();
    pass();
    assertThat(asked).as("what a second pass asked the driver for").isEmpty();
  }

  @Test
  void tenantsRunOnAllMembersAndThoseOfADrainedOneMoveWithTheirData() {
    List<Tenant> three = threeRunningTenants();
    assertThat(three.stream().map(this::where).collect(toSet())).hasSize(3);
    assertASecondPassDoesNothing();

    Tenant acme = three.get(0);
    HostName from = where(acme);
    String container = machine(acme).name();
    cluster.lxc("exec", container, "--", "/bin/sh", "-c", "echo monday >/data/marker");
    List<String> told = new CopyOnWriteArrayList<>();
    VmEvents.Subscription events = ((VmEvents) driver).watch(name -> told.add(name.value()));
    hosts.wish(from, Host.Wish.DRAIN, clock.instant());
    until(
        "the host is empty and closed",
        () -> host(from).state() == Host.State.CLOSED && runs(acme) && !where(acme).equals(from));
    assertThat(host(from).note()).isEqualTo("It is empty.");
    assertThat(told).as("whose end the engine told of").contains(container);
    events.close();
    assertThat(isUp(container)).isTrue();
    assertThat(cluster.lxc("exec", container, "--", "/bin/cat", "/data/marker")).contains("monday");
    assertThat(cluster.lxc("storage", "volume", "list", "tenants", "--format", "csv"))
        .as("the data is in one place")
        .containsOnlyOnce("custom," + container + ",");
    assertThat(hosts.of(machine(acme).id())).contains(where(acme));
    assertThat(three).allMatch(this::runs);

    Tenant late = tenant("late");
    until("a new one runs", () -> runs(late));
    assertThat(where(late)).isNotEqualTo(from);

    hosts.wish(from, Host.Wish.REOPEN, clock.instant());
    until("the host is open", () -> host(from).wish() == Host.Wish.OPEN);
    assertThat(host(from).state()).isEqualTo(Host.State.UP);
    assertASecondPassDoesNothing();
  }

  @Test
  void whatIsOnAMemberThatIsLostIsNeitherMadeAnewNorOrphanedAndComesBackWithIt() {
    List<Tenant> three = threeRunningTenants();
    Tenant acme =
        three.stream().filter(each -> where(each).value().equals("two")).findFirst().orElseThrow();
    VmName name = VmName.of(machine(acme).name());
    HostName two = where(acme);
    cluster.lose("two");
    until(
        "the member is lost and its tenant failed",
        () -> host(two).state() == Host.State.LOST && machine(acme).stage() == FAILED);
    assertThat(driver.list())
        .filteredOn(status -> status.name().equals(name))
        .singleElement()
        .isInstanceOf(VmStatus.Lost.class);
    assertThat(driver.list()).hasSize(3);
    assertThat(host(two).capacity().memoryMib()).isPositive();
    assertThat(where(acme)).isEqualTo(two);
    Tenant late = tenant("late");
    until("a new one runs", () -> runs(late));
    assertThat(where(late)).isNotEqualTo(two);
    assertThat(asked).doesNotContain("delete");
    assertThat(asked.stream().filter("create"::equals)).hasSize(4);

    cluster.recover("two");
    until("all run again", () -> machines.list().stream().allMatch(row -> row.stage() == RUNNING));
    assertThat(where(acme)).isEqualTo(two);
    assertThat(driver.list()).hasSize(4).hasOnlyElementsOfType(VmStatus.Running.class);
    assertThat(asked.stream().filter("create"::equals)).hasSize(4);
    assertASecondPassDoesNothing();
  }
}
