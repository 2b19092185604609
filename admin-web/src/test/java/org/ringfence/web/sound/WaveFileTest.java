package org.ringfence.web.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Sound;

class WaveFileTest {
  private static final int FORMAT = 20;
  private static final int CHANNELS = 22;
  private static final int RATE = 24;
  private static final int BITS = 34;

  static byte[] tone(int rate, int channels, int millis, int hertz) {
    int frames = rate / 1000 * millis;
    ByteBuffer file =
        ByteBuffer.allocate(44 + 2 * channels * frames).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) 1).putShort((short) channels).putInt(rate);
    file.putInt(2 * channels * rate).putShort((short) (2 * channels)).putShort((short) 16);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * channels * frames);
    for (int i = 0; i < frames; i++) {
      for (int channel = 0; channel < channels; channel++) {
        file.putShort((short) (8000 * Math.sin(2 * Math.PI * hertz * i / rate)));
      }
    }
    return file.array();
  }

  /** The amplitude of a tone in a stored file, from where the filter has settled. */
  private static double amplitude(byte[] file, int hertz) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int frames = (file.length - Sound.HEADER_BYTES) / 2;
    int from = 400;
    int count = (frames - 2 * from) / 80 * 80;
    double real = 0;
    double imaginary = 0;
    for (int i = from; i < from + count; i++) {
      double sample = in.getShort(Sound.HEADER_BYTES + 2 * i);
      real += sample * Math.cos(2 * Math.PI * hertz * i / Sound.RATE);
      imaginary += sample * Math.sin(2 * Math.PI * hertz * i / Sound.RATE);
    }
    return 2 * Math.hypot(real, imaginary) / count;
  }

  @ParameterizedTest
  @CsvSource({
    "8000,1", "8000,2", "16000,1", "16000,2", "22050,1", "32000,1", "44100,1", "44100,2", "48000,1",
    "48000,2"
  })
  void aToneKeepsItsPitchAndLoudnessFromEveryRate(int rate, int channels) {
    byte[] stored = WaveFile.toTelephone(tone(rate, channels, 1000, 1000));

    assertThat(amplitude(stored, 1000)).isBetween(7800.0, 8100.0);
    assertThat(stored.length).isBetween(2 * 7900 + 44, 2 * 8000 + 44);
  }

  @ParameterizedTest
  @ValueSource(ints = {16000, 44100, 48000})
  void whatTelephonesCannotPlayDoesNotComeBackAsAnotherTone(int rate) {
    byte[] stored = WaveFile.toTelephone(tone(rate, 1, 1000, 6000));

    // 6000 Hz would fold to 2000 Hz.
    assertThat(amplitude(stored, 2000)).isLessThan(20);
  }

  @Test
  void aStoredFileIsStoredAgainAsItIs() {
    byte[] stored = WaveFile.toTelephone(tone(44100, 2, 500, 440));

    assertThat(WaveFile.toTelephone(stored)).isEqualTo(stored);
  }

  @Test
  void otherChunksDoNotComeAlong() {
    byte[] plain = tone(8000, 1, 200, 440);
    byte[] note = "LIST\u0005\0\0\0hello\0".getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file = ByteBuffer.allocate(plain.length + note.length);
    file.put(plain, 0, 12).put(note).put(plain, 12, plain.length - 12);

    assertThat(WaveFile.toTelephone(file.array())).isEqualTo(plain);
  }

  @Test
  void aLengthThatWasNotKnownMeansToTheEnd() {
    byte[] file = tone(8000, 1, 200, 440);
    byte[] expected = WaveFile.toTelephone(file);
    for (int unknown : new int[] {0xffff_ffff, 0x7fff_f000}) {
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(40, unknown);
      assertThat(WaveFile.toTelephone(file)).isEqualTo(expected);
    }
  }

  private static byte[] changed(int at, int value) {
    byte[] file = tone(8000, 1, 200, 440);
    if (at == RATE) {
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    } else {
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
    }
    return file;
  }

  @Test
  void whatCannotBePlayedIsRefusedWithASentence() {
    refuses(changed(FORMAT, 6), "compressed");
    refuses(changed(BITS, 24), "16 bits");
    refuses(changed(CHANNELS, 0), "0 channels");
    refuses(changed(CHANNELS, 6), "6 channels");
    refuses(changed(RATE, 0), "0 samples");
    refuses(changed(RATE, -1), "samples a second");
    refuses(changed(RATE, 96000), "96000 samples");
    refuses(tone(8000, 1, 50, 440), "nothing to hear");
    refuses(tone(8000, 1, 601_000, 440), "10 minutes");
    byte[] whole = tone(8000, 1, 1000, 440);
    refuses(Arrays.copyOf(whole, whole.length - 2), "too early");
    refuses("ID3 this is an MP3".getBytes(StandardCharsets.US_ASCII), "no WAV file");
    refuses(new byte[0], "no WAV file");
  }

  private static void refuses(byte[] file, String words) {
    assertThatThrownBy(() -> WaveFile.toTelephone(file))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining(words);
  }

  /** Whatever is uploaded is converted or refused, and nothing else. */
  @Test
  void damagedFilesAreRefusedOrPlayed() {
    long seed = 20261129;
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      byte[] file = tone(8000, 1, 120, 440);
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        file[random.nextInt(i % 2 == 0 ? 48 : file.length)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(file, i % 3 == 0 ? random.nextInt(file.length) : file.length);
      try {
        assertThat(WaveFile.toTelephone(cut)).hasSizeGreaterThan(Sound.HEADER_BYTES);
      } catch (InvalidValue refused) {
        assertThat(refused.getMessage()).as("seed " + seed + ", round " + i).endsWith(".");
      }
    }
  }
}
