package org.ringfence.hypervisor.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HostName;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorDrivers;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.TemplateDigest;
import org.ringfence.hypervisor.VmEvents;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

class SimulatedHypervisorTest {
  private static final VmName ACME = VmName.of("rf-acme");
  private static final VmName BETA = VmName.of("rf-beta");
  private static final IdentityDocument IDENTITY = IdentityDocument.of("hostname=rf-acme");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final List<Duration> pauses = new ArrayList<>();
  private final SimulatedHypervisor hypervisor =
      new SimulatedHypervisor(Clock.fixed(NOON, ZoneOffset.UTC), pauses::add, 512);
  private final HypervisorDriver driver = new SimulatorDriver(hypervisor);

  @Test
  void aFaultBeforeTheOperationLeavesEverythingAsItWas() {
    hypervisor.failNext(Operation.CREATE, Fault.before(Category.EXTERNAL, "no answer"));
    assertThatThrownBy(() -> driver.create(spec(ACME, 256)))
        .isInstanceOf(HypervisorException.class)
        .hasMessage("VM rf-acme: create (simulated): no answer");
    assertThat(driver.list()).isEmpty();
    driver.create(spec(ACME, 256));
    assertThat(driver.list()).hasSize(1);
  }

  @Test
  void aFaultAfterTheOperationHidesThatItWasDone() {
    driver.create(spec(ACME, 256));
    hypervisor.failNext(Operation.START, Fault.after(Category.EXTERNAL, "connection lost"));
    assertThatThrownBy(() -> driver.start(ACME, IDENTITY)).isInstanceOf(HypervisorException.class);
    assertThat(driver.inspect(ACME))
        .contains(new VmStatus.Running(ACME, spec(ACME, 256).template().digest(), NOON));
  }

  @Test
  void faultsComeInTheOrderTheyWereOrdered() {
    hypervisor.failNext(Operation.LIST, Fault.before(Category.EXTERNAL, "first"));
    hypervisor.failNext(Operation.LIST, Fault.after(Category.INTERNAL, "second"));
    assertThatThrownBy(driver::list).hasMessageContaining("first");
    assertThatThrownBy(driver::list).hasMessageContaining("second");
    assertThat(driver.list()).isEmpty();
    assertThat(hypervisor.calls(Operation.LIST)).isEqualTo(3);
  }

  @Test
  void aDelayPassesOnTheGivenClockOnly() {
    hypervisor.delay(Operation.START, Duration.ofHours(1));
    driver.create(spec(ACME, 256));
    driver.start(ACME, IDENTITY);
    assertThat(pauses).containsExactly(Duration.ofHours(1));
  }

  @Test
  void aDeafGuestIsWaitedForUntilTheLimit() {
    driver.create(spec(ACME, 256));
    driver.start(ACME, IDENTITY);
    hypervisor.deafen(ACME);
    driver.stop(ACME, Duration.ofSeconds(30));
    assertThat(pauses).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void everyHostHasItsOwnMemoryAndWhatNobodyPlacedGoesWhereMostIsFree() {
    HostName other = HostName.of("other");
    hypervisor.addHost(other, 400);
    SimulatorDriver hosts = new SimulatorDriver(hypervisor);
    driver.create(spec(ACME, 300));
    driver.start(ACME, IDENTITY);
    driver.create(spec(BETA, 300));
    assertThat(hosts.placements())
        .containsExactly(Map.entry(ACME, SimulatedHypervisor.FIRST), Map.entry(BETA, other));
    assertThat(hosts.hosts()).extracting(host -> host.used().memoryMib()).containsExactly(0L, 300L);
    hosts.move(BETA, SimulatedHypervisor.FIRST);
    assertThatThrownBy(() -> driver.start(BETA, IDENTITY)).hasMessageContaining("212 MiB are free");
    hosts.move(BETA, other);
    driver.start(BETA, IDENTITY);
    assertThatThrownBy(() -> hosts.move(BETA, SimulatedHypervisor.FIRST))
        .hasMessageContaining("it runs");
  }

  @Test
  void nothingCanBeDoneToWhatIsOnALostHostAndListsSaySo() {
    driver.create(spec(ACME, 256));
    driver.start(ACME, IDENTITY);
    hypervisor.loseHost(SimulatedHypervisor.FIRST);
    assertThat(driver.list()).hasOnlyElementsOfType(VmStatus.Lost.class).hasSize(1);
    for (Runnable operation :
        List.<Runnable>of(
            () -> driver.create(spec(ACME, 256)),
            () -> driver.create(spec(BETA, 256)),
            () -> driver.reconfigure(spec(ACME, 300)),
            () -> driver.start(ACME, IDENTITY),
            () -> driver.stop(ACME, Duration.ZERO),
            () -> driver.kill(ACME),
            () -> driver.delete(ACME),
            () -> driver.inspect(ACME))) {
      assertThatThrownBy(operation::run)
          .isInstanceOf(HypervisorException.class)
          .hasMessageContaining("does not answer");
    }
    hypervisor.recoverHost(SimulatedHypervisor.FIRST);
    assertThat(driver.list()).hasOnlyElementsOfType(VmStatus.Stopped.class);
  }

  @Test
  void whoWatchesIsToldOfACrashUntilTheWatchEnds() {
    List<VmName> told = new ArrayList<>();
    driver.create(spec(ACME, 256));
    VmEvents.Subscription watch = new SimulatorDriver(hypervisor).watch(told::add);
    driver.start(ACME, IDENTITY);
    hypervisor.crash(ACME);
    watch.close();
    hypervisor.crash(ACME);
    assertThat(told).containsExactly(ACME);
  }

  @Test
  void memoryRunsOutAndComesBack() {
    VmName other = VmName.of("rf-other");
    driver.create(spec(ACME, 400));
    driver.create(spec(other, 200));
    driver.start(ACME, IDENTITY);
    assertThatThrownBy(() -> driver.start(other, IDENTITY))
        .isInstanceOfSatisfying(
            HypervisorException.class,
            refusal -> assertThat(refusal.category()).isEqualTo(Category.RESOURCES))
        .hasMessageContaining("200 MiB of memory and 112 MiB are free");
    driver.kill(ACME);
    driver.start(other, IDENTITY);
    assertThat(driver.inspect(other)).containsInstanceOf(VmStatus.Running.class);
  }

  @Test
  void aWedgedVmIsBrokenUntilItIsKilled() {
    driver.create(spec(ACME, 256));
    driver.start(ACME, IDENTITY);
    hypervisor.wedge(ACME, "internal error of the emulation");
    assertThat(driver.inspect(ACME))
        .contains(new VmStatus.Broken(ACME, "internal error of the emulation"));
    driver.kill(ACME);
    assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Stopped.class);
  }

  @Test
  void eachStartHandsOverItsOwnDocument() {
    IdentityDocument second = IdentityDocument.of("hostname=renewed");
    driver.create(spec(ACME, 256));
    driver.start(ACME, IDENTITY);
    driver.start(ACME, second);
    assertThat(hypervisor.identity(ACME)).contains(IDENTITY);
    driver.kill(ACME);
    driver.start(ACME, second);
    assertThat(hypervisor.identity(ACME)).contains(second);
  }

  @Test
  void driversOfTheSameEngineNameShareItsVms() {
    SimulatorDriverFactory factory = new SimulatorDriverFactory();
    DriverConfig config =
        DriverConfig.of(
            factory.configKeys(), Map.of("ringfence.simulator.engine", "shared-by-two"));
    try (HypervisorDriver first = factory.create(config);
        HypervisorDriver second = factory.create(config)) {
      first.create(spec(ACME, 256));
      assertThat(second.list()).isEqualTo(first.list()).hasSize(1);
    } finally {
      SimulatorDriverFactory.forget("shared-by-two");
    }
  }

  @Test
  void aLatencyThatIsNoDurationIsRefused() {
    assertThatThrownBy(
            () ->
                HypervisorDrivers.open(
                    "simulator",
                    SimulatedHypervisorTest.class.getClassLoader(),
                    name ->
                        name.equals("ringfence.simulator.start.latency")
                            ? java.util.Optional.of("soon")
                            : java.util.Optional.empty()))
        .hasMessageContaining("ringfence.simulator.start.latency")
        .hasMessageContaining("\"soon\" is no ISO 8601 duration");
  }

  @Test
  void aDriverThatIsNotInstalledIsRefusedWithThoseThatAre() {
    assertThatThrownBy(
            () ->
                HypervisorDrivers.open(
                    "xen",
                    SimulatedHypervisorTest.class.getClassLoader(),
                    name -> java.util.Optional.empty()))
        .isInstanceOf(HypervisorException.class)
        .hasMessage("find the driver \"xen\": installed drivers are [simulator]");
  }

  private static VmSpec spec(VmName name, int memoryMib) {
    return new VmSpec(
        name,
        new Template(TemplateDigest.of("0123456789ab"), URI.create("simulator:image")),
        1,
        memoryMib,
        64,
        VmNetwork.of(Ipv4Interface.parse("10.1.0.10/24"), Ipv4Address.parse("10.1.0.1")));
  }
}
