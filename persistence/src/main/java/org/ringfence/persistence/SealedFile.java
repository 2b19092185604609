package org.ringfence.persistence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.ringfence.domain.InvalidValue;

/**
 * A file of sealed pieces: each is bound to the file, to its place in it, and to whether it is the
 * last, so that pieces can be read one by one but neither moved, swapped nor cut off. Written
 * beside its place and moved there when it is on the disk: a file under its name is whole.
 */
final class SealedFile {
  static final int PIECE = 64 * 1024;

  /** One byte of version, 12 of IV, 16 of tag: see {@link Vault}. */
  private static final int MORE = 29;

  private final Vault vault;
  private final Path path;
  private final String name;

  /**
   * @param name what the pieces are bound to, besides their places
   */
  SealedFile(Vault vault, Path path, String name) {
    this.vault = vault;
    this.path = path;
    this.name = name;
  }

  /** Bytes of the content. */
  long size() throws IOException {
    long sealed = Files.size(path);
    return sealed - pieces(sealed) * MORE;
  }

  private static long pieces(long sealed) {
    return (sealed + PIECE + MORE - 1) / (PIECE + MORE);
  }

  /** Replaces the whole file; says how many bytes the content has. */
  long write(InputStream content, long most) throws IOException {
    Files.createDirectories(path.getParent());
    Path part = Files.createTempFile(path.getParent(), "new-", ".part");
    try {
      long bytes = 0;
      try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
        byte[] piece = content.readNBytes(PIECE);
        for (long index = 0; index == 0 || piece.length > 0; index++) {
          bytes += piece.length;
          if (bytes > most) {
            throw new InvalidValue("This is larger than " + most + " bytes.");
          }
          byte[] next = piece.length < PIECE ? new byte[0] : content.readNBytes(PIECE);
          ByteBuffer sealed = ByteBuffer.wrap(vault.seal(place(index, next.length == 0), piece));
          while (sealed.hasRemaining()) {
            out.write(sealed);
          }
          piece = next;
        }
        out.force(true);
      }
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return bytes;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Vault.Place place(long index, boolean last) {
    return new Vault.Place("file", name, index + (last ? "-last" : ""));
  }

  /** Content from {@code from} on. */
  InputStream read(long from, long length) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    return new Pieces(file, pieces(file.length()), from, length);
  }

  private final class Pieces extends InputStream {
    private final RandomAccessFile file;
    private final long pieces;
    private long index;
    private long left;
    private InputStream piece = new ByteArrayInputStream(new byte[0]);

    Pieces(RandomAccessFile file, long pieces, long from, long length) throws IOException {
      this.file = file;
      this.pieces = pieces;
      this.index = from / PIECE;
      this.left = length;
      if (length > 0) {
        next();
        piece.skipNBytes(from % PIECE);
      }
    }

    private boolean next() throws IOException {
      if (index >= pieces) {
        return false;
      }
      file.seek(index * (PIECE + MORE));
      byte[] sealed = new byte[PIECE + MORE];
      int read = 0;
      int more = file.read(sealed);
      while (more > 0) {
        read += more;
        more = file.read(sealed, read, sealed.length - read);
      }
      boolean last = index == pieces - 1;
      try {
        piece =
            new ByteArrayInputStream(vault.open(place(index, last), Arrays.copyOf(sealed, read)));
      } catch (IllegalStateException altered) {
        throw new IOException("A recording was altered or its key is another", altered);
      }
      index++;
      return true;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = piece.read(into, offset, (int) Math.min(length, left));
      while (read < 0 && next()) {
        read = piece.read(into, offset, (int) Math.min(length, left));
      }
      if (read > 0) {
        left -= read;
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
