package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.regex.Pattern;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.VmName;

/** Gives failures of files and of QEMU their category and, where one is known, their remedy. */
final class Failures {
  private static final Pattern FULL = Pattern.compile("No space left|Disk quota exceeded");
  private static final Pattern NO_KVM =
      Pattern.compile("KVM kernel module|failed to initialize kvm|invalid accelerator kvm");
  private static final Pattern NO_MEMORY =
      Pattern.compile("cannot set up guest memory|[Cc]annot allocate memory");
  private static final Pattern LOCKED = Pattern.compile("Failed to get .* lock");

  private Failures() {}

  /** A file operation failed. */
  static HypervisorException file(VmName vm, String step, IOException cause) {
    String words = words(cause);
    if (FULL.matcher(words).find()) {
      return HypervisorException.of(Category.RESOURCES, vm, step, words)
          .withRemedy("Free space on that file system.")
          .withCause(cause);
    }
    HypervisorException failure =
        HypervisorException.of(Category.EXTERNAL, vm, step, words).withCause(cause);
    return cause instanceof AccessDeniedException || words.contains("Read-only file system")
        ? failure.withRemedy("Give this process's user the right to write there.")
        : failure;
  }

  /** QEMU ended instead of running the guest. */
  static HypervisorException qemu(VmName vm, String step, String words) {
    if (NO_KVM.matcher(words).find()) {
      return HypervisorException.of(Category.EXTERNAL, vm, step, words)
          .withRemedy("Set ringfence.qemu.accel=tcg, or give this process access to /dev/kvm.");
    }
    if (NO_MEMORY.matcher(words).find()) {
      return HypervisorException.of(Category.RESOURCES, vm, step, words)
          .withRemedy("Stop other VMs or add memory.");
    }
    if (LOCKED.matcher(words).find()) {
      return HypervisorException.of(Category.EXTERNAL, vm, step, words)
          .withRemedy("End the other process that uses this VM's disk.");
    }
    return HypervisorException.of(
        Category.EXTERNAL, vm, step, words.isEmpty() ? "QEMU ended without a word" : words);
  }

  /** The message of most file exceptions is only the path: the class says what happened. */
  private static String words(IOException cause) {
    String name = cause.getClass().getSimpleName();
    return name.equals("IOException") || name.equals("FileSystemException")
        ? String.valueOf(cause.getMessage())
        : name.replace("Exception", "") + " " + cause.getMessage();
  }
}
