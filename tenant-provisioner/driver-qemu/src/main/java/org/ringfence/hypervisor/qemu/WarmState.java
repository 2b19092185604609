package org.ringfence.hypervisor.qemu;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A saved memory state: the RAM, the state of the devices and the data disk of a booted guest that
 * is nobody's yet. Clones map the RAM privately and get a copy of the disk.
 */
record WarmState(Path directory) {
  /** Written last, with the files' checksums: without it the rest is an interrupted attempt. */
  static final String LABEL = "state.json";

  private static final int BLOCK = 1 << 20;

  Path ram() {
    return directory.resolve("ram");
  }

  Path devices() {
    return directory.resolve("devices");
  }

  Path data() {
    return directory.resolve(VmDirectory.DATA);
  }

  boolean hasLabel() {
    return Files.exists(directory.resolve(LABEL));
  }

  /** What the label of the files as they are now says. Reads all that is in them. */
  String describe() throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Path file : List.of(ram(), devices())) {
      try (FileChannel channel = FileChannel.open(file, READ)) {
        values.put(file.getFileName().toString(), checksum(channel));
      }
    }
    values.put(data().getFileName().toString(), checksumOfSparse(data()));
    return Json.text(values, true) + "\n";
  }

  /** Whether the label is there and all files are as it says. */
  boolean isWhole() throws IOException {
    try {
      return Files.readString(directory.resolve(LABEL)).equals(describe());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Puts the files on the disk: the label may promise nothing that a power failure takes away. */
  void synchronize() throws IOException {
    for (Path file : List.of(ram(), devices(), data())) {
      try (FileChannel channel = FileChannel.open(file, READ)) {
        channel.force(true);
      }
    }
  }

  private static long checksum(ReadableByteChannel channel) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    while (channel.read(block) >= 0) {
      checksum.update(block.flip());
      block.clear();
    }
    return checksum.getValue();
  }

  /** Without its holes, of which a data disk mostly consists; Java cannot find them, tar can. */
  private static long checksumOfSparse(Path file) throws IOException {
    Process tar =
        Command.clean(
                new ProcessBuilder(
                    "tar",
                    "--create",
                    "--sparse",
                    "--hole-detection=seek",
                    "--mtime=@0",
                    "--owner=0",
                    "--group=0",
                    "--mode=0600",
                    "--directory=" + file.getParent(),
                    "--file=-",
                    "--",
                    file.getFileName().toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (ReadableByteChannel channel = Channels.newChannel(tar.getInputStream())) {
      long checksum = checksum(channel);
      if (tar.waitFor() != 0) {
        throw new NoSuchFileException(file.toString());
      }
      return checksum;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      tar.destroyForcibly();
    }
  }
}
