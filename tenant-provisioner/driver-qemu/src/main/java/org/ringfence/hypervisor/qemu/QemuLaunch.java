package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;

/** From a prepared VM directory to a QEMU that runs the guest. */
final class QemuLaunch {
  /** From a process that exists to one that answers; a busy host translates slowly. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofMillis(20);

  private final QemuSettings settings;
  private final QemuCommand command;

  QemuLaunch(QemuSettings settings, QemuCommand command) {
    this.settings = settings;
    this.command = command;
  }

  /**
   * Returns when QEMU runs the guest. The process may live on when this fails.
   *
   * @throws IOException when the VM's own files cannot be used
   */
  void run(VmSpec spec, VmDirectory vm, Path template, String tap) throws IOException {
    awaitAnswer(launch(spec, vm, template, tap), vm, spec.name());
  }

  private Process launch(VmSpec spec, VmDirectory vm, Path template, String tap)
      throws IOException {
    Path empty = settings.directory().resolve(".empty");
    if (!Files.isDirectory(empty)) {
      Files.createDirectory(
          empty,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    }
    List<String> line = command.line(spec, vm, template, empty, tap);
    ProcessBuilder builder =
        Command.clean(new ProcessBuilder(line))
            .directory(vm.path().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(vm.log().toFile())
            .redirectErrorStream(true);
    try {
      return builder.start();
    } catch (IOException e) {
      throw HypervisorException.of(
              Category.EXTERNAL, spec.name(), "run QEMU", String.valueOf(e.getMessage()))
          .withCause(e);
    }
  }

  /** Returns when QEMU runs the guest; QEMU opens every file and drops its rights before. */
  private static void awaitAnswer(Process process, VmDirectory vm, VmName name) throws IOException {
    long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
    while (true) {
      try (Qmp qmp = Qmp.connect(vm.qmpSocket(), ANSWER_LIMIT)) {
        String status = qmp.status();
        if (Qmp.HALTED.contains(status)) {
          throw HypervisorException.of(
              Category.EXTERNAL, name, "run the guest", "QEMU says " + status);
        }
        return;
      } catch (IOException notYet) {
        if (hasEnded(process, name)) {
          String words = Files.readString(vm.log(), StandardCharsets.UTF_8).strip();
          throw Failures.qemu(name, "run QEMU", words.replace('\n', ' ')).withCause(notYet);
        }
        if (System.nanoTime() > deadline) {
          throw HypervisorException.of(Category.EXTERNAL, name, "run QEMU", "it does not answer")
              .withCause(notYet);
        }
      }
    }
  }

  private static boolean hasEnded(Process process, VmName name) {
    try {
      return process.waitFor(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HypervisorException.of(Category.EXTERNAL, name, "run QEMU", "interrupted").withCause(e);
    }
  }
}
