package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;

/** From a prepared VM directory to a QEMU that runs the guest. */
final class QemuLaunch {
  /** From a process that exists to one that answers; a busy host translates slowly. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofMillis(5);

  private static final Path NOTHING = Path.of("/dev/null");

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
    List<String> line = command.line(spec, vm, template, emptyDirectory(), tap);
    Process process = launch(line, vm, spec.name(), NOTHING);
    Steps.done(spec.name(), "launched QEMU");
    try (Qmp qmp = awaitAnswer(process, vm, spec.name())) {
      Steps.done(spec.name(), "has a QEMU that answers");
      requireRunning(qmp, spec.name());
    }
  }

  /** Returns when QEMU boots the guest whose state is to be saved. */
  void runForSaving(VmSpec spec, VmDirectory vm, Path template, WarmState state)
      throws IOException {
    Process process = launch(command.saving(spec, vm, template, state), vm, spec.name(), NOTHING);
    awaitAnswer(process, vm, spec.name()).close();
  }

  /**
   * Returns when QEMU runs the guest from the saved state.
   *
   * @throws IOException when the state does not load; the process may live on then
   */
  void restore(VmSpec spec, VmDirectory vm, Path template, String tap, WarmState state)
      throws IOException {
    load(spec, vm, template, tap, state, true);
  }

  /**
   * Returns when QEMU holds the guest of the saved state, ready to go on.
   *
   * @throws IOException when the state does not load; the process may live on then
   */
  void restoreWaiting(VmSpec spec, VmDirectory vm, Path template, String tap, WarmState state)
      throws IOException {
    load(spec, vm, template, tap, state, false);
  }

  /** Lets a guest that waits go on. */
  static void goOn(VmDirectory vm, VmName name) throws IOException {
    try (Qmp qmp = Qmp.connect(vm.qmpSocket(), ANSWER_LIMIT)) {
      qmp.execute("cont");
      Steps.done(name, "let its guest go on");
      requireRunning(qmp, name);
    }
  }

  private void load(
      VmSpec spec, VmDirectory vm, Path template, String tap, WarmState state, boolean goesOn)
      throws IOException {
    List<String> line = command.restoring(spec, vm, template, emptyDirectory(), tap, state);
    Process process = launch(line, vm, spec.name(), state.devices());
    try (Qmp qmp = awaitAnswer(process, vm, spec.name())) {
      qmp.ignoreSharedMemory();
      // Of its standard input: it may open no file any more, and start no program.
      qmp.execute("migrate-incoming", Map.of("uri", "fd:0"));
      qmp.awaitMigration();
      Steps.done(spec.name(), "loaded its saved state");
      if (goesOn) {
        qmp.execute("cont");
        requireRunning(qmp, spec.name());
      }
    }
  }

  private static void requireRunning(Qmp qmp, VmName name) throws IOException {
    String status = qmp.status();
    if (Qmp.HALTED.contains(status)) {
      throw HypervisorException.of(Category.EXTERNAL, name, "run the guest", "QEMU says " + status);
    }
  }

  private Path emptyDirectory() throws IOException {
    Path empty = settings.directory().resolve(".empty");
    if (!Files.isDirectory(empty)) {
      Files.createDirectory(
          empty,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    }
    return empty;
  }

  private static Process launch(List<String> line, VmDirectory vm, VmName name, Path input) {
    ProcessBuilder builder =
        Command.clean(new ProcessBuilder(line))
            .directory(vm.path().toFile())
            .redirectInput(input.toFile())
            .redirectOutput(vm.log().toFile())
            .redirectErrorStream(true);
    try {
      return builder.start();
    } catch (IOException e) {
      throw HypervisorException.of(
              Category.EXTERNAL, name, "run QEMU", String.valueOf(e.getMessage()))
          .withCause(e);
    }
  }

  /** Returns when QEMU answers; it has opened every file and dropped its rights before. */
  private static Qmp awaitAnswer(Process process, VmDirectory vm, VmName name) throws IOException {
    long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
    while (true) {
      try {
        return Qmp.connect(vm.qmpSocket(), ANSWER_LIMIT);
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
