package org.ringfence.reconciler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Mends the head of a WAVE file that nobody finished: Asterisk writes the lengths when it closes
 * the file, and a power failure comes before. The layout is Asterisk's own (format_wav.c): 44 bytes
 * of head, then samples.
 */
final class WaveRepair {
  private static final int HEAD = 44;
  private static final int RIFF_LENGTH = 4;
  private static final int DATA_LENGTH = 40;
  private static final int RIFF = 0x46464952;
  private static final int DATA = 0x61746164;

  private WaveRepair() {}

  /**
   * The file with the lengths that it has.
   *
   * @param length of the whole file in bytes
   */
  static InputStream mended(InputStream file, long length) throws IOException {
    byte[] head = file.readNBytes(HEAD);
    if (head.length == HEAD && length > HEAD && length < Integer.MAX_VALUE) {
      ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      if (fields.getInt(0) == RIFF && fields.getInt(DATA_LENGTH - 4) == DATA) {
        fields.putInt(RIFF_LENGTH, (int) (length - 8));
        fields.putInt(DATA_LENGTH, (int) (length - HEAD));
      }
    }
    return new SequenceInputStream(new ByteArrayInputStream(head), file);
  }
}
