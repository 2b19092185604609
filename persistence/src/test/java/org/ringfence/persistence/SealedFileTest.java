package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.InvalidValue;

class SealedFileTest {
  private static final int PIECE = SealedFile.PIECE;

  @TempDir Path home;
  private final Vault vault = new Vault("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

  private Path path() {
    return home.resolve("a/b.sealed");
  }

  private SealedFile file() {
    return new SealedFile(vault, path(), "tenant/b");
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  private static byte[] read(SealedFile file, long from, long length) throws IOException {
    try (InputStream in = file.read(from, length)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7})
  void whatWasWrittenIsReadAgainFromEveryPlace(int length) throws IOException {
    byte[] content = content(length);
    assertThat(file().write(new ByteArrayInputStream(content), length)).isEqualTo(length);

    assertThat(file().size()).isEqualTo(length);
    for (int from : new int[] {0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 5}) {
      if (from < length) {
        int most = Math.min(PIECE + 3, length - from);
        assertThat(read(file(), from, most))
            .as("from %d", from)
            .isEqualTo(Arrays.copyOfRange(content, from, from + most));
      }
    }
    assertThat(read(file(), 0, length)).isEqualTo(content);
  }

  @Test
  void nothingOfTheContentStandsInTheFile() throws IOException {
    file()
        .write(
            new ByteArrayInputStream(
                "RIFF and what people said".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            100);

    assertThat(Files.readString(path(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("RIFF");
  }

  @Test
  void aFileThatWasCutOffOrWhosePiecesWereSwappedDoesNotOpen() throws IOException {
    int sealed = PIECE + 29;
    file().write(new ByteArrayInputStream(content(2 * PIECE)), 2 * PIECE);
    byte[] whole = Files.readAllBytes(path());

    Files.write(path(), Arrays.copyOf(whole, sealed));
    assertThatThrownBy(() -> read(file(), 0, PIECE)).isInstanceOf(IOException.class);

    byte[] swapped = whole.clone();
    System.arraycopy(whole, sealed, swapped, 0, sealed);
    System.arraycopy(whole, 0, swapped, sealed, sealed);
    Files.write(path(), swapped);
    assertThatThrownBy(() -> read(file(), 0, PIECE)).isInstanceOf(IOException.class);
  }

  @Test
  void whatIsTooLargeOrBreaksOffLeavesNothing() throws IOException {
    assertThatThrownBy(() -> file().write(new ByteArrayInputStream(content(11)), 10))
        .isInstanceOf(InvalidValue.class);
    InputStream breaking = InputStream.nullInputStream();
    breaking.close();
    assertThatThrownBy(() -> file().write(breaking, 10)).isInstanceOf(IOException.class);

    try (Stream<Path> left = Files.walk(home)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }
}
