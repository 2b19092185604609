package org.ringfence.hypervisor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A driver could not do what was asked. Names the VM, the step and, when known, the remedy. */
public final class HypervisorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Who can do something about it. */
  public enum Category {
    /** The request or the settings are wrong: repeating them unchanged fails again. */
    USER,
    /** A fault of the driver or of what it wrote. */
    INTERNAL,
    /** Memory, disk, addresses or a quota ran out: may work later or elsewhere. */
    RESOURCES,
    /** Something outside failed: the engine, a tool, the network, the template store. */
    EXTERNAL
  }

  private final Category category;
  private final transient @Nullable VmName vm;
  private final String step;
  private final String remedy;

  private HypervisorException(
      Category category,
      @Nullable VmName vm,
      String step,
      String problem,
      String remedy,
      @Nullable Throwable cause) {
    super(
        (vm == null ? "" : "VM " + vm + ": ")
            + step
            + ": "
            + problem
            + (remedy.isEmpty() ? "" : ". " + remedy),
        cause);
    this.category = category;
    this.vm = vm;
    this.step = step;
    this.remedy = remedy;
  }

  /**
   * For what concerns one VM.
   *
   * @param step what was being done, as a phrase: "attach the tap device"
   * @param problem what went wrong, in the words of whatever refused
   */
  public static HypervisorException of(Category category, VmName vm, String step, String problem) {
    return new HypervisorException(category, vm, step, problem, "", null);
  }

  /** For what concerns the whole driver and no single VM. */
  public static HypervisorException ofDriver(Category category, String step, String problem) {
    return new HypervisorException(category, null, step, problem, "", null);
  }

  /** The same with what a person can do about it, a sentence. */
  public HypervisorException withRemedy(String sentence) {
    return copy(sentence, getCause());
  }

  public HypervisorException withCause(Throwable cause) {
    return copy(remedy, cause);
  }

  private HypervisorException copy(String newRemedy, @Nullable Throwable newCause) {
    return new HypervisorException(category, vm, step, problem(), newRemedy, newCause);
  }

  private String problem() {
    String message = String.valueOf(getMessage());
    int from = (vm == null ? "" : "VM " + vm + ": ").length() + step.length() + 2;
    return message.substring(from, message.length() - (remedy.isEmpty() ? 0 : remedy.length() + 2));
  }

  public Category category() {
    return category;
  }

  /** Empty when the whole driver is concerned. */
  public Optional<VmName> vm() {
    return Optional.ofNullable(vm);
  }

  public String step() {
    return step;
  }

  /** A sentence, or empty. */
  public String remedy() {
    return remedy;
  }
}
