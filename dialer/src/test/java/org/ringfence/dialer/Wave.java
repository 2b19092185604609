package org.ringfence.dialer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundDigest;

/**
 * A sound that is known again in any coding of single samples: half of each period has one value,
 * half another one.
 *
 * @param period in samples
 */
record Wave(int period, int millis) {
  private static final int WINDOW = 800;

  byte[] file() {
    int samples = Sound.RATE / 1000 * millis;
    ByteBuffer file =
        ByteBuffer.allocate(Sound.HEADER_BYTES + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) 1).putShort((short) 1).putInt(Sound.RATE).putInt(2 * Sound.RATE);
    file.putShort((short) 2).putShort((short) 16);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      file.putShort((short) (i % period < period / 2 ? 8000 : -8000));
    }
    return file.array();
  }

  SoundDigest digest() {
    return SoundDigest.of(file());
  }

  /** Where a tenth of a second of it begins in what was heard; -1 when it is not in there. */
  int in(byte[] heard) {
    return IntStream.range(0, heard.length - WINDOW)
        .filter(from -> isAt(heard, from))
        .findFirst()
        .orElse(-1);
  }

  private boolean isAt(byte[] heard, int from) {
    return heard[from] != heard[from + period / 2]
        && IntStream.range(from, from + WINDOW - period)
            .allMatch(i -> heard[i] == heard[i + period]);
  }

  /** Where a tenth of a second of speech or another tone begins; -1 when there is none. */
  static int other(byte[] heard) {
    return IntStream.iterate(0, from -> from + WINDOW <= heard.length, from -> from + WINDOW)
        .filter(from -> isOther(heard, from) && isOther(heard, from + WINDOW / 2))
        .findFirst()
        .orElse(-1);
  }

  /** In both halves of its time: one packet of a call that is over can come late. */
  private static boolean isOther(byte[] heard, int from) {
    return IntStream.range(from, from + WINDOW / 2).map(i -> heard[i]).distinct().count() > 12;
  }
}
