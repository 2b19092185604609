package org.ringfence.domain.template;

import java.util.Optional;

/**
 * Which template version a VM is to run.
 *
 * @param version empty until a provisioner has seen the VM for the first time
 * @param move the one under way
 */
public record VmTemplate(Optional<TemplateId> version, Optional<TemplateMove> move) {
  /** Of a VM that no provisioner has seen. */
  public static final VmTemplate UNKNOWN = new VmTemplate(Optional.empty(), Optional.empty());

  /** Whether the guest is to forget what the centre told it before, and ask anew. */
  public boolean isRebuilding() {
    return move.filter(TemplateMove::isRebuild).isPresent();
  }
}
