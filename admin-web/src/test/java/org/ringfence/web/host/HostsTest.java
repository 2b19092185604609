package org.ringfence.web.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.Host.Size;
import org.ringfence.domain.host.Host.State;
import org.ringfence.domain.host.Host.Wish;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.memory.MemoryHosts;
import org.ringfence.domain.memory.MemoryMachines;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.host.Hosts.Action;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class HostsTest {
  private static final HostName ONE = new HostName("one");
  private static final HostName TWO = new HostName("two");

  private final MemoryPbx pbx = new MemoryPbx();
  private final MemoryMachines machines = new MemoryMachines();
  private final MemoryHosts rows = new MemoryHosts(machines);
  private final Hosts hosts = new Hosts();
  private final Tenant acme = tenant("acme");

  @BeforeEach
  void twoHosts() {
    hosts.hosts = rows;
    hosts.tenants = pbx.tenants;
    hosts.audit = pbx.audit;
    hosts.clock = pbx.clock;
    hosts.ownMemoryMib = 256;
    hosts.memoryPercent = 200;
    host(ONE, State.UP);
    host(TWO, State.UP);
    rows.place(machines.find(acme.id()).orElseThrow().id(), ONE);
  }

  private Tenant tenant(String slug) {
    Tenant tenant = pbx.tenants.find(pbx.tenant(slug)).orElseThrow();
    new MachinePlan(TenantNetwork.parse("10.1.0.0/24"), machines, pbx.revisions, pbx.clock)
        .request(tenant, "hoster");
    return tenant;
  }

  private void host(HostName name, State state) {
    Size size = new Size(4, 1024, 10_000);
    Instant now = pbx.clock.instant();
    rows.found(
        List.of(new Host(name, state, "", size, new Size(0, 100, 10), Wish.OPEN, "", now)), now);
  }

  private Wish wish(HostName name) {
    return rows.find(name).orElseThrow().wish();
  }

  @Test
  void aHostIsShownWithWhatIsPromisedAndWhatIsLeft() {
    Hosts.Overview one = hosts.find("one").orElseThrow();
    assertThat(one.load().vms()).isEqualTo(1);
    assertThat(one.load().memoryMib()).isEqualTo(256);
    assertThat(one.roomMib()).isEqualTo(2048 - 256);
    assertThat(hosts.tenants(ONE)).containsExactly(acme);
    assertThat(hosts.find("../two")).isEmpty();
    hosts.wish(ONE, Action.MAINTENANCE, "hoster");
    assertThat(hosts.find("one").orElseThrow().roomMib()).isZero();
  }

  @Test
  void aWishIsOnRecordOnceAndTheSameAgainChangesNothing() {
    hosts.wish(ONE, Action.MAINTENANCE, "hoster");
    hosts.wish(ONE, Action.MAINTENANCE, "hoster");
    assertThat(wish(ONE)).isEqualTo(Wish.MAINTENANCE);
    hosts.wish(ONE, Action.DRAIN, "hoster");
    assertThat(wish(ONE)).isEqualTo(Wish.DRAIN);
    hosts.wish(ONE, Action.OPEN, "hoster");
    assertThat(wish(ONE)).as("the hypervisor is to be told first").isEqualTo(Wish.REOPEN);
    hosts.wish(ONE, Action.OPEN, "hoster");
    assertThat(pbx.audit.listAll(10))
        .extracting(AuditEntry::action)
        .containsExactlyInAnyOrder("host.maintenance", "host.drain", "host.open");
  }

  @Test
  void whatTheHypervisorClosedCanBeOpened() {
    assertThat(Hosts.possible(rows.find(ONE).orElseThrow()))
        .containsExactly(Action.MAINTENANCE, Action.DRAIN);
    host(ONE, State.CLOSED);
    assertThat(Hosts.possible(rows.find(ONE).orElseThrow())).contains(Action.OPEN);
  }

  @Test
  void aHostWhoseTenantsHaveNowhereToGoIsNotDrained() {
    hosts.wish(TWO, Action.MAINTENANCE, "hoster");
    assertThatThrownBy(() -> hosts.wish(ONE, Action.DRAIN, "hoster"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("no other host that takes tenants");
    assertThat(wish(ONE)).isEqualTo(Wish.OPEN);
    hosts.wish(TWO, Action.DRAIN, "hoster");
    assertThat(wish(TWO)).as("nobody is on it").isEqualTo(Wish.DRAIN);
  }

  @Test
  void aLostHostIsNotDrained() {
    host(ONE, State.LOST);
    assertThatThrownBy(() -> hosts.wish(ONE, Action.DRAIN, "hoster"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void whatIsNoHostOrNoWishIsRefused() {
    assertThatThrownBy(() -> hosts.wish(new HostName("three"), Action.DRAIN, "hoster"))
        .isInstanceOf(InvalidForm.class);
    assertThat(Hosts.action("drain")).isEqualTo(Action.DRAIN);
    assertThatThrownBy(() -> Hosts.action("REOPEN")).isInstanceOf(InvalidForm.class);
  }
}
