package org.ringfence.hypervisor.qemu;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;

/**
 * The saved memory states of this host, one per template, shape, QEMU version and acceleration,
 * because none loads into a machine that differs. Each is made once, under a lock that also holds
 * between processes and that the kernel releases for a process that is killed.
 */
final class WarmStates {
  private static final System.Logger LOGGER = System.getLogger(WarmStates.class.getName());

  /** Part of every key: a change of the command line or of this procedure makes a new one. */
  private static final String FORM = "1";

  private static final String READY = "ringfence: stage waiting-for-identity";
  private static final String FAILED = "ringfence: failed:";

  /** An emulated guest on a busy host boots and starts Asterisk in minutes. */
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(10);

  private static final Duration SAVE_LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /** From the range for documentation (RFC 5737): the guest never gets it. */
  private static final VmNetwork NOWHERE =
      VmNetwork.of(Ipv4Interface.parse("192.0.2.2/24"), Ipv4Address.parse("192.0.2.1"));

  /** A file lock belongs to the process: threads of ours take turns here. */
  private static final ReentrantLock OURS = new ReentrantLock();

  private final Path root;
  private final QemuSettings settings;
  private final QemuVersion version;
  private final QemuLaunch launch;

  WarmStates(QemuSettings settings, QemuVersion version, QemuLaunch launch) {
    this.root = settings.directory().resolve(".warm");
    this.settings = settings;
    this.version = version;
    this.launch = launch;
  }

  /** The state that a VM of this shape can start from. */
  Optional<WarmState> find(VmSpec shape) {
    return complete(directory(shape));
  }

  private static Optional<WarmState> complete(VmDirectory directory) {
    return Files.exists(directory.path().resolve(WarmState.LABEL))
        ? Optional.of(new WarmState(directory.path()))
        : Optional.empty();
  }

  /** Gives up a state that does not load; the next preparation makes another. */
  void discard(WarmState state) {
    try {
      Files.deleteIfExists(state.directory().resolve(WarmState.LABEL));
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "the saved state in " + state.directory() + " stays", e);
    }
  }

  /** Makes the state unless it is there. */
  void prepare(VmSpec shape) {
    if (find(shape).isPresent()) {
      return;
    }
    OURS.lock();
    try {
      Files.createDirectories(root);
      try (FileChannel file = FileChannel.open(root.resolve("lock"), CREATE, WRITE);
          FileLock lock = file.lock()) {
        if (lock.isValid() && find(shape).isEmpty()) {
          make(directory(shape), shape);
        }
      }
    } catch (IOException e) {
      throw HypervisorException.ofDriver(
              Category.EXTERNAL, "save a memory state", String.valueOf(e.getMessage()))
          .withCause(e);
    } finally {
      OURS.unlock();
    }
  }

  private void make(VmDirectory directory, VmSpec shape) throws IOException {
    VmName name = directory.name();
    VmSpec spec =
        new VmSpec(
            name, shape.template(), shape.vcpus(), shape.memoryMib(), shape.dataMib(), NOWHERE);
    Path template = Host.templateOf(spec);
    Host.requireDisk(spec, settings.directory());
    Host.requireMemory(spec);
    clear(directory);
    directory.create(spec);
    directory.prepareSaving();
    WarmState state = new WarmState(directory.path());
    boolean saved = false;
    try {
      launch.runForSaving(spec, directory, template, state);
      awaitReady(directory);
      save(directory, state);
      // The guest is gone: what it wrote must be on the disk before the label says so.
      for (Path file : new Path[] {state.ram(), state.devices(), state.data()}) {
        synchronize(file);
      }
      saved = true;
    } finally {
      QemuProcess.find(directory).ifPresent(QemuProcess::kill);
      if (!saved) {
        directory.remove();
      }
    }
    directory.clearRun();
    directory.replace(WarmState.LABEL, "{\"form\": " + FORM + "}\n");
  }

  /** What an interrupted attempt left: its QEMU lives on, because it belongs to nobody. */
  private static void clear(VmDirectory directory) throws IOException {
    QemuProcess.find(directory).ifPresent(QemuProcess::kill);
    directory.remove();
  }

  private static void awaitReady(VmDirectory directory) throws IOException {
    long deadline = System.nanoTime() + BOOT_LIMIT.toNanos();
    while (true) {
      String console = directory.console(1 << 16);
      if (console.contains(READY)) {
        return;
      }
      boolean ended = QemuProcess.find(directory).isEmpty();
      if (ended || console.contains(FAILED) || System.nanoTime() > deadline) {
        throw new IOException(
            (ended ? "the guest ended: " : "the guest does not get ready: ")
                + console.substring(Math.max(0, console.length() - 300)).strip());
      }
      try {
        Thread.sleep(LOOK_AGAIN.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private static void save(VmDirectory directory, WarmState state) throws IOException {
    try (Qmp qmp = Qmp.connect(directory.qmpSocket(), SAVE_LIMIT)) {
      qmp.execute("stop");
      qmp.ignoreSharedMemory();
      // The shell gets a name without anything of ours in it: QEMU runs in the state's directory.
      qmp.execute("migrate", java.util.Map.of("uri", "exec:cat >" + state.devices().getFileName()));
      qmp.awaitMigration();
      qmp.execute("quit");
    }
    Optional<QemuProcess> process = QemuProcess.find(directory);
    if (process.isPresent() && !process.get().awaitEnd(SAVE_LIMIT)) {
      throw new IOException("QEMU does not end after saving its state");
    }
  }

  private static void synchronize(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.force(true);
    }
  }

  private VmDirectory directory(VmSpec shape) {
    String inputs =
        String.join(
            "\n",
            FORM,
            shape.template().digest().toString(),
            String.valueOf(shape.vcpus()),
            String.valueOf(shape.memoryMib()),
            String.valueOf(shape.dataMib()),
            version.toString(),
            settings.binary(),
            settings.acceleration().word(),
            settings.acceleration() == Acceleration.KVM ? Host.processor() : "");
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(inputs.getBytes(StandardCharsets.UTF_8));
      return new VmDirectory(
          root, VmName.of("state-" + HexFormat.of().formatHex(digest).substring(0, 16)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
