package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.web.shell.Pages;

/** How a VM's stage looks and reads. */
@Named("stageTone")
@RequestScoped
public class StageTone {
  @Inject Pages pages;

  public String of(@Nullable VirtualMachine machine) {
    return machine == null ? "off" : tone(machine.stage());
  }

  public String text(@Nullable VirtualMachine machine) {
    return pages.text(machine == null ? "tenant.vm.none" : "stage." + machine.stage());
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
