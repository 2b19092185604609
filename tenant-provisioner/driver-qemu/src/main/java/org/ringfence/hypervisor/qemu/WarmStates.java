package org.ringfence.hypervisor.qemu;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Part of every key, as the command line is: a change of this procedure makes new states. */
  private static final String FORM = "1";

  private static final String PREFIX = "state-";
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
  private final QemuCommand command;
  private final QemuLaunch launch;

  /** Directories whose files were found to be as their label says, once per process. */
  private final Set<Path> whole = ConcurrentHashMap.newKeySet();

  WarmStates(QemuSettings settings, QemuVersion version, QemuCommand command, QemuLaunch launch) {
    this.root = settings.directory().resolve(".warm");
    this.settings = settings;
    this.version = version;
    this.command = command;
    this.launch = launch;
  }

  /** The state that a VM of this shape can start from. */
  Optional<WarmState> find(VmSpec shape) {
    WarmState state = new WarmState(directory(shape).path());
    if (!state.hasLabel()) {
      return Optional.empty();
    }
    if (whole.contains(state.directory())) {
      return Optional.of(state);
    }
    try {
      if (state.isWhole()) {
        whole.add(state.directory());
        return Optional.of(state);
      }
      LOGGER.log(Level.WARNING, "The saved state in " + state.directory() + " is damaged");
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "The saved state in " + state.directory() + " is unreadable", e);
    }
    discard(state);
    return Optional.empty();
  }

  /** Gives up a state that does not load; the next preparation makes another. */
  void discard(WarmState state) {
    whole.remove(state.directory());
    try {
      Files.deleteIfExists(state.directory().resolve(WarmState.LABEL));
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "The saved state in " + state.directory() + " stays", e);
    }
  }

  /** Makes the states that are missing, and removes those of other shapes. */
  void prepare(Collection<VmSpec> shapes) {
    OURS.lock();
    try {
      Files.createDirectories(root);
      try (FileChannel file = FileChannel.open(root.resolve("lock"), CREATE, WRITE);
          FileLock lock = file.lock()) {
        for (VmSpec shape : shapes) {
          if (lock.isValid() && find(shape).isEmpty()) {
            make(directory(shape), shape);
          }
        }
        removeOthers(shapes.stream().map(shape -> directory(shape).path()).toList());
      }
    } catch (IOException e) {
      throw HypervisorException.ofDriver(
              Category.EXTERNAL, "save a memory state", String.valueOf(e.getMessage()))
          .withCause(e);
    } finally {
      OURS.unlock();
    }
  }

  /** Clones that run go on: what they mapped stays until they end. */
  private void removeOthers(Collection<Path> wanted) throws IOException {
    Set<Path> others = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root)) {
      for (Path path : all) {
        String name = path.getFileName().toString().replaceFirst("^\\.(new|gone)-", "");
        if (name.startsWith(PREFIX) && VmName.isValid(name)) {
          others.add(root.resolve(name));
        }
      }
    }
    others.removeAll(wanted);
    for (Path other : others) {
      whole.remove(other);
      clear(new VmDirectory(root, VmName.of(other.getFileName().toString())));
    }
  }

  private void make(VmDirectory directory, VmSpec shape) throws IOException {
    VmSpec spec = nobody(directory.name(), shape);
    Path template = Host.templateOf(spec);
    Host.requireDisk(spec, settings.directory());
    Host.requireMemory(spec);
    long began = System.nanoTime();
    clear(directory);
    directory.create(spec);
    directory.prepareSaving();
    WarmState state = new WarmState(directory.path());
    boolean saved = false;
    try {
      launch.runForSaving(spec, directory, template, state);
      awaitReady(directory);
      save(directory, state);
      state.synchronize();
      directory.clearRun();
      directory.replace(WarmState.LABEL, state.describe());
      whole.add(state.directory());
      saved = true;
      LOGGER.log(
          Level.INFO,
          "Saved a memory state in "
              + Duration.ofNanos(System.nanoTime() - began).toMillis()
              + " ms; new VMs start from it");
    } finally {
      QemuProcess.find(directory).ifPresent(QemuProcess::kill);
      if (!saved) {
        directory.remove();
      }
    }
  }

  private static VmSpec nobody(VmName name, VmSpec shape) {
    return new VmSpec(
        name, shape.template(), shape.vcpus(), shape.memoryMib(), shape.dataMib(), NOWHERE);
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
      qmp.execute("migrate", Map.of("uri", "exec:cat >" + state.devices().getFileName()));
      qmp.awaitMigration();
      qmp.execute("quit");
    }
    Optional<QemuProcess> process = QemuProcess.find(directory);
    if (process.isPresent() && !process.get().awaitEnd(SAVE_LIMIT)) {
      throw new IOException("QEMU does not end after saving its state");
    }
  }

  /** Two of the same name are the same: all that a clone takes for granted is in it. */
  private VmDirectory directory(VmSpec shape) {
    VmDirectory any = new VmDirectory(root, VmName.of("state"));
    VmSpec spec = nobody(any.name(), shape);
    List<String> inputs =
        new ArrayList<>(
            List.of(
                FORM,
                shape.template().digest().toString(),
                version.build(),
                String.valueOf(shape.dataMib()),
                settings.acceleration() == Acceleration.KVM ? Host.processor() : ""));
    inputs.addAll(command.saving(spec, any, Host.templateOf(spec), new WarmState(any.path())));
    byte[] digest = sha256().digest(String.join("\0", inputs).getBytes(StandardCharsets.UTF_8));
    return new VmDirectory(
        root, VmName.of(PREFIX + HexFormat.of().formatHex(digest).substring(0, 16)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
