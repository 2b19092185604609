package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.ConsoleOutput;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.WarmStart;
import org.ringfence.hypervisor.simulator.Fault;
import org.ringfence.hypervisor.simulator.Operation;
import org.ringfence.hypervisor.simulator.Pause;
import org.ringfence.hypervisor.simulator.SimulatedHypervisor;
import org.ringfence.hypervisor.simulator.SimulatorDriver;

class CountedDriverTest {
  private static final VmName NAME = VmName.of("rf-acme");

  private final SimulatedHypervisor hypervisor =
      new SimulatedHypervisor(Clock.systemUTC(), Pause.real(), 1024);
  private final List<String> counted = new ArrayList<>();
  private final HypervisorDriver driver =
      CountedDriver.of(new SimulatorDriver(hypervisor), counted::add);

  @Test
  void aChangeIsCountedByItsName() {
    driver.stop(NAME, Duration.ZERO);
    driver.delete(NAME);
    driver.delete(NAME);
    assertThat(counted).containsExactly("stop", "delete", "delete");
  }

  @Test
  void lookingIsNoChange() {
    driver.inspect(NAME);
    driver.list();
    driver.info();
    assertThat(counted).isEmpty();
  }

  @Test
  void theDriverKeepsItsCapabilitiesAndGetsNoOthers() {
    assertThat(driver).isInstanceOf(ConsoleOutput.class).isNotInstanceOf(WarmStart.class);
  }

  @Test
  void aFailureStaysWhatItIs() {
    hypervisor.failNext(Operation.KILL, Fault.before(Category.EXTERNAL, "no such host"));
    assertThatThrownBy(() -> driver.kill(NAME))
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining("no such host");
    assertThat(counted).containsExactly("kill");
  }
}
