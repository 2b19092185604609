package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.web.shell.Pages;

/** How a VM's stage looks and reads. */
@Named("stageTone")
@RequestScoped
public class StageTone {
  @Inject Pages pages;

  public String of(@Nullable VirtualMachine machine) {
    if (machine == null || machine.desired() == DesiredState.DELETED) {
      return "off";
    }
    boolean refusing =
        machine.desired() == DesiredState.SUSPENDED && machine.stage() == VmStage.RUNNING;
    return refusing ? "off" : tone(machine.stage());
  }

  public String text(@Nullable VirtualMachine machine) {
    if (machine == null) {
      return pages.text("tenant.vm.none");
    }
    boolean told =
        machine.desired() == DesiredState.DELETED
            || (machine.desired() == DesiredState.SUSPENDED && machine.stage() == VmStage.RUNNING);
    return pages.text(told ? "desired." + machine.desired() : "stage." + machine.stage());
  }

  static String tone(VmStage stage) {
    return switch (stage) {
      case RUNNING -> "good";
      case FAILED -> "bad";
      case STOPPED -> "off";
      case REQUESTED, CREATING, BOOTING, CONFIGURING -> "busy";
    };
  }
}
