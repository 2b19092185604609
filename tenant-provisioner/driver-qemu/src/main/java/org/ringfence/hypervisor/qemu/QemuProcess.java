package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The running QEMU of one VM. It is known by its command line, which names the VM's pid file: a
 * process that got the same id later is never mistaken for it, and one that nobody recorded is
 * found. It belongs to nobody's session and outlives us.
 */
final class QemuProcess {
  /** A killed process stays as long as a disk does not answer it. */
  private static final Duration KILL_LIMIT = Duration.ofSeconds(30);

  private final ProcessHandle handle;

  private QemuProcess(ProcessHandle handle) {
    this.handle = handle;
  }

  /** Finds the VM's process, by its pid file or else among all. */
  static Optional<QemuProcess> find(VmDirectory vm) {
    Optional<ProcessHandle> recorded = recorded(vm.pidFile()).filter(process -> isOf(vm, process));
    return recorded
        .or(() -> ProcessHandle.allProcesses().filter(process -> isOf(vm, process)).findFirst())
        .map(QemuProcess::new);
  }

  private static Optional<ProcessHandle> recorded(Path pidFile) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // Not written yet, or left incomplete by a full disk.
    }
  }

  private static boolean isOf(VmDirectory vm, ProcessHandle process) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline"));
      List<String> words = Arrays.asList(new String(line, StandardCharsets.UTF_8).split("\0", -1));
      int option = words.indexOf("-pidfile");
      return option >= 0
          && option + 1 < words.size()
          && words.get(option + 1).equals(vm.pidFile().toString());
    } catch (IOException e) {
      return false; // It ended, or is none of ours to look at.
    }
  }

  /** From the kernel's record, which is the same for whoever asks. */
  Instant startedAt() {
    return handle.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Kills it and waits until it is gone, also in an interrupted thread: it takes an instant. */
  boolean kill() {
    boolean interrupted = Thread.interrupted();
    try {
      handle.destroyForcibly();
      return awaitEnd(KILL_LIMIT);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether it ended within the limit. */
  boolean awaitEnd(Duration limit) {
    try {
      handle.onExit().get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return !handle.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !handle.isAlive();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
