package org.ringfence.hypervisor.qemu;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;

/**
 * The files of one VM. The directory appears under its name only when it is complete, with the
 * specification in {@code vm.json} as our label, and leaves that name before the first file of it
 * is removed: at every moment it is whole, or visibly half made ({@code .new-NAME}) or half removed
 * ({@code .gone-NAME}). All of it is for our own user alone.
 */
final class VmDirectory {
  static final String DATA = "data.raw";
  static final String CONSOLE = "console.log";
  static final String LOG = "qemu.log";
  static final String QMP = "qmp.sock";

  /** What QEMU's pipe device opens: {@code .in} is the document, {@code .out} swallows answers. */
  static final String IDENTITY = "identity";

  private static final String SPEC = "vm.json";

  /** There until the data disk is used for the first time. */
  private static final String FRESH = "fresh";

  /** There while the VM waits for its identity: the disk has what no guest of a tenant wrote. */
  private static final String WAITING = "waiting";

  /** There from before the identity of one that waits is handed over until its guest goes on. */
  private static final String HANDING = "handing";

  private static final String NEW = ".new-";
  private static final String GONE = ".gone-";
  private static final long MIB = 1 << 20;
  private static final Duration COPY_LIMIT = Duration.ofSeconds(60);

  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OUR_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;
  private final VmName name;
  private final Path path;

  VmDirectory(Path root, VmName name) {
    this.root = root;
    this.name = name;
    this.path = root.resolve(name.value());
  }

  /** The names of all VMs of ours, half-made and half-removed ones too. */
  static Set<VmName> names(Path root) throws IOException {
    Set<VmName> names = new TreeSet<>();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        String text = entry.getFileName().toString();
        for (String prefix : Set.of(NEW, GONE)) {
          if (text.startsWith(prefix) && VmName.isValid(text.substring(prefix.length()))) {
            names.add(VmName.of(text.substring(prefix.length())));
          }
        }
        if (VmName.isValid(text) && Files.exists(entry.resolve(SPEC))) {
          names.add(VmName.of(text));
        }
      }
    } catch (NoSuchFileException e) {
      return Set.of(); // The first VM makes the directory.
    }
    return names;
  }

  VmName name() {
    return name;
  }

  Path path() {
    return path;
  }

  Path data() {
    return path.resolve(DATA);
  }

  /** A directory inside, for our own user alone. */
  void makeDirectory(Path inside) throws IOException {
    Files.createDirectories(inside, OURS);
  }

  Path qmpSocket() {
    return path.resolve(QMP);
  }

  Path pidFile() {
    return path.resolve("qemu.pid");
  }

  Path log() {
    return path.resolve(LOG);
  }

  /** Whether something has the name, ours or not. */
  boolean isTaken() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a creation or a removal stopped half way. */
  boolean hasRemains() {
    return Files.exists(root.resolve(NEW + name)) || Files.exists(root.resolve(GONE + name));
  }

  /**
   * The specification; empty when there is no VM of ours under the name.
   *
   * @throws IOException when our label is there and cannot be read
   */
  Optional<VmSpec> spec() throws IOException {
    try {
      return SpecFile.parse(Files.readString(path.resolve(SPEC)), name);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Makes the whole directory at once. */
  void create(VmSpec spec) throws IOException {
    removeRemains();
    Files.createDirectories(root, OURS);
    Path half = root.resolve(NEW + name);
    Files.createDirectory(half, OURS);
    Steps.done(name, "made its directory");
    resize(half.resolve(DATA), spec.dataMib());
    Steps.done(name, "made its data disk");
    Files.createFile(half.resolve(FRESH), OUR_FILE);
    write(half.resolve(SPEC), SpecFile.text(spec));
    synchronize(half);
    Steps.done(name, "wrote its specification");
    Files.move(half, path, ATOMIC_MOVE);
    synchronize(root);
    Steps.done(name, "gave its directory the name");
  }

  /** Replaces the specification and lets the data disk grow to it. */
  void replace(VmSpec spec) throws IOException {
    resize(data(), spec.dataMib());
    Steps.done(name, "let its data disk grow");
    replace(SPEC, SpecFile.text(spec));
    Steps.done(name, "replaced its specification");
  }

  /** Whether no guest ever had the data disk. */
  boolean isFresh() {
    return Files.exists(path.resolve(FRESH));
  }

  /**
   * Lets a guest have the data disk. Noted before it runs: what it wrote is never taken for blank.
   */
  void useData() throws IOException {
    if (Files.deleteIfExists(path.resolve(FRESH))) {
      synchronize(path);
      Steps.done(name, "noted that its data disk is used");
    }
  }

  /** Fills the blank data disk with that of a saved state. */
  void fillData(WarmState state) throws IOException {
    Command.Result copy =
        Command.run(
            List.of("cp", "--sparse=always", "--", state.data().toString(), data().toString()),
            "",
            COPY_LIMIT);
    if (!copy.succeeded()) {
      throw new IOException(copy.output());
    }
  }

  /** Lets the data disk grow to its size; what is on it stays. */
  void growData(int mib) throws IOException {
    resize(data(), mib);
  }

  /** Empties the data disk of a guest that never ran. */
  void blankData(int mib) throws IOException {
    try (FileChannel file = FileChannel.open(data(), WRITE)) {
      file.truncate(0);
    }
    resize(data(), mib);
  }

  /** Readies the files of the run whose state is saved: its identity never comes. */
  void prepareSaving() throws IOException {
    prepareChannel();
  }

  /** Readies the files of a run whose identity comes later. */
  void prepareStandBy() throws IOException {
    clearRun();
    Files.deleteIfExists(path.resolve(CONSOLE));
    Files.deleteIfExists(path.resolve(IDENTITY + ".out"));
    prepareChannel();
    Steps.done(name, "made the channel of its identity");
  }

  /** A pipe, in which QEMU sees no end: it holds the writing side open as well. */
  private void prepareChannel() throws IOException {
    Files.createSymbolicLink(path.resolve(IDENTITY + ".out"), Path.of("/dev/null"));
    Command.Result made =
        Command.run(
            List.of("mkfifo", "-m", "0600", "--", path.resolve(IDENTITY + ".in").toString()),
            "",
            COPY_LIMIT);
    if (!made.succeeded()) {
      throw new IOException(made.output());
    }
  }

  boolean isWaiting() {
    return Files.exists(path.resolve(WAITING));
  }

  /** Whether somebody who handed an identity over to one that waited did not come to the end. */
  boolean isHanding() {
    return Files.exists(path.resolve(HANDING));
  }

  void noteWaiting() throws IOException {
    replace(WAITING, "");
    Steps.done(name, "noted that it waits");
  }

  /** From here on it is somebody's. */
  void beginHanding() throws IOException {
    if (isHanding()) {
      return;
    }
    Files.move(path.resolve(WAITING), path.resolve(HANDING), ATOMIC_MOVE);
    synchronize(path);
    Steps.done(name, "noted that it gets its identity");
  }

  /**
   * The pipe takes all of it at once: it has room for four of the largest. There is no end of a
   * file in it, and the guest's sed reads a line ahead: one more line lets it have the last one.
   */
  void hand(IdentityDocument identity) throws IOException {
    // Opened for both, because the kernel would wait for a reader that died meanwhile.
    try (FileChannel pipe = FileChannel.open(path.resolve(IDENTITY + ".in"), READ, WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap((identity.text() + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        pipe.write(bytes);
      }
    }
    Steps.done(name, "handed it its identity");
  }

  void endHanding() throws IOException {
    if (Files.deleteIfExists(path.resolve(HANDING))) {
      Steps.done(name, "noted that it has its identity");
    }
  }

  /** Readies the files of the next run. */
  void prepareRun(IdentityDocument identity) throws IOException {
    Files.deleteIfExists(path.resolve(WAITING));
    Files.deleteIfExists(path.resolve(HANDING));
    Files.deleteIfExists(qmpSocket());
    Files.deleteIfExists(pidFile());
    Files.deleteIfExists(path.resolve(CONSOLE));
    Files.deleteIfExists(path.resolve(IDENTITY + ".out"));
    Files.createSymbolicLink(path.resolve(IDENTITY + ".out"), Path.of("/dev/null"));
    replace(IDENTITY + ".in", identity.text());
    Steps.done(name, "wrote its identity");
  }

  /** Removes what only a running VM needs, its secret first. */
  void clearRun() throws IOException {
    Files.deleteIfExists(path.resolve(WAITING));
    Files.deleteIfExists(path.resolve(HANDING));
    boolean secret = Files.deleteIfExists(path.resolve(IDENTITY + ".in"));
    boolean socket = Files.deleteIfExists(qmpSocket());
    boolean pid = Files.deleteIfExists(pidFile());
    if (secret || socket || pid) {
      Steps.done(name, "removed the files of its run");
    }
  }

  /** Removes everything; only for what is ours. */
  void remove() throws IOException {
    removeRemains();
    if (isTaken()) {
      Path gone = root.resolve(GONE + name);
      Files.move(path, gone, ATOMIC_MOVE);
      Steps.done(name, "took the name off its directory");
      removeTree(gone);
      Steps.done(name, "removed its directory");
    }
  }

  void removeRemains() throws IOException {
    removeTree(root.resolve(NEW + name));
    removeTree(root.resolve(GONE + name));
  }

  /** The end of the console file; empty when the VM never ran. */
  String console(int mostBytes) throws IOException {
    try (FileChannel file = FileChannel.open(path.resolve(CONSOLE), READ)) {
      return new String(tail(file, mostBytes), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /**
   * Shortens a console file that grew large, so that no guest can fill the host's disk with it.
   * QEMU appends to the file, so it goes on writing at the new end.
   */
  void boundConsole(long mostBytes) throws IOException {
    try (FileChannel file = FileChannel.open(path.resolve(CONSOLE), READ, WRITE)) {
      if (file.size() > mostBytes) {
        byte[] end = tail(file, (int) mostBytes / 4);
        file.truncate(0);
        file.write(ByteBuffer.wrap(end), 0);
      }
    } catch (NoSuchFileException e) {
      // It never ran.
    }
  }

  private static byte[] tail(FileChannel file, int mostBytes) throws IOException {
    long size = file.size();
    ByteBuffer end = ByteBuffer.allocate((int) Math.min(size, mostBytes));
    long position = size - end.remaining();
    while (end.hasRemaining() && file.read(end, position + end.position()) >= 0) {
      // Until all is read, or the file was shortened meanwhile.
    }
    return Arrays.copyOf(end.array(), end.position());
  }

  /** Makes or enlarges a sparse file: blocks are taken when the guest writes them. */
  private static void resize(Path file, int mib) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, OUR_FILE);
    }
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      if (access.length() < mib * MIB) {
        access.setLength(mib * MIB);
      }
      access.getFD().sync();
    }
  }

  void replace(String file, String text) throws IOException {
    Path part = path.resolve(file + ".part");
    Files.deleteIfExists(part);
    write(part, text);
    Files.move(part, path.resolve(file), ATOMIC_MOVE);
    synchronize(path);
  }

  private static void write(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), OUR_FILE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Makes the directory's entries survive a power failure. */
  static void synchronize(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  private static void removeTree(Path top) throws IOException {
    if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
