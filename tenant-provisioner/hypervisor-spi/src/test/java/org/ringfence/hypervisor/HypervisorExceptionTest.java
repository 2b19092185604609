package org.ringfence.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.HypervisorException.Category;

class HypervisorExceptionTest {
  private static final VmName ACME = VmName.of("rf-acme");

  @Test
  void theMessageNamesVmStepProblemAndRemedy() {
    IOException cause = new IOException("disk");
    HypervisorException failure =
        HypervisorException.of(Category.RESOURCES, ACME, "make the disk", "it is full: 100%")
            .withRemedy("Free some space.")
            .withCause(cause);
    assertThat(failure)
        .hasMessage("VM rf-acme: make the disk: it is full: 100%. Free some space.")
        .hasCause(cause);
    assertThat(failure.category()).isEqualTo(Category.RESOURCES);
    assertThat(failure.vm()).contains(ACME);
    assertThat(failure.step()).isEqualTo("make the disk");
    assertThat(failure.remedy()).isEqualTo("Free some space.");
  }

  @Test
  void anotherRemedyReplacesTheFirst() {
    assertThat(
            HypervisorException.ofDriver(Category.USER, "read", "no value")
                .withRemedy("Do this.")
                .withRemedy("Do that."))
        .hasMessage("read: no value. Do that.");
  }

  @Test
  void whatConcernsTheWholeDriverNamesNoVm() {
    HypervisorException failure =
        HypervisorException.ofDriver(Category.EXTERNAL, "find QEMU", "not installed");
    assertThat(failure).hasMessage("find QEMU: not installed");
    assertThat(failure.vm()).isEmpty();
    assertThat(failure.remedy()).isEmpty();
  }
}
