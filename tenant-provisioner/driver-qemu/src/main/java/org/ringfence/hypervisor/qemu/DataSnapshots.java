package org.ringfence.hypervisor.qemu;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.ringfence.hypervisor.SnapshotName;

/**
 * Copies of one VM's data disk, in a directory of the VM's own, which goes with it. A copy gets its
 * name when it is whole; where the file system can, it shares the blocks that do not change.
 */
final class DataSnapshots {
  private static final String DIRECTORY = "snapshots";
  private static final String END = ".raw";
  private static final String PART = ".part";
  private static final Duration COPY_LIMIT = Duration.ofMinutes(30);

  private final VmDirectory vm;
  private final Path directory;

  DataSnapshots(VmDirectory vm) {
    this.vm = vm;
    this.directory = vm.path().resolve(DIRECTORY);
  }

  List<SnapshotName> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(END))
          .map(file -> file.substring(0, file.length() - END.length()))
          .filter(SnapshotName::isValid)
          .map(SnapshotName::of)
          .sorted()
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  boolean has(SnapshotName name) {
    return Files.exists(file(name));
  }

  /** Copies the disk as it is; whoever runs on it stands still meanwhile. */
  void take(SnapshotName name) throws IOException {
    vm.makeDirectory(directory);
    Path part = directory.resolve(name + PART);
    try {
      copy(vm.data(), part);
      Steps.done(vm.name(), "copied its data disk");
      Files.move(part, file(name), ATOMIC_MOVE);
      Steps.done(vm.name(), "gave the copy its name");
    } finally {
      Files.deleteIfExists(part);
    }
    VmDirectory.synchronize(directory);
  }

  /** Replaces the disk, at once and whole. */
  void restore(SnapshotName name) throws IOException {
    Path part = vm.path().resolve(VmDirectory.DATA + PART);
    copy(file(name), part);
    Steps.done(vm.name(), "copied its snapshot");
    Files.move(part, vm.data(), ATOMIC_MOVE);
    VmDirectory.synchronize(vm.path());
    Steps.done(vm.name(), "put its data disk back");
  }

  void delete(SnapshotName name) throws IOException {
    Files.deleteIfExists(directory.resolve(name + PART));
    if (Files.deleteIfExists(file(name))) {
      Steps.done(vm.name(), "deleted its snapshot");
    }
  }

  private Path file(SnapshotName name) {
    return directory.resolve(name + END);
  }

  private static void copy(Path from, Path to) throws IOException {
    Command.Result copy =
        Command.run(
            List.of(
                "cp",
                "--reflink=auto",
                "--sparse=always",
                "--preserve=mode",
                "--",
                from.toString(),
                to.toString()),
            "",
            COPY_LIMIT);
    if (!copy.succeeded()) {
      throw new IOException(copy.output());
    }
    try (FileChannel file = FileChannel.open(to, StandardOpenOption.WRITE)) {
      file.force(true);
    }
  }
}
