package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WaveRepairTest {
  /** As Asterisk leaves it when it is ended in the middle. */
  private static byte[] unfinished(int samples) {
    ByteBuffer file = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16000);
    file.putShort((short) 2).putShort((short) 16);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    return file.array();
  }

  private static byte[] mended(byte[] file) throws IOException {
    return WaveRepair.mended(new ByteArrayInputStream(file), file.length).readAllBytes();
  }

  @Test
  void anUnfinishedFileGetsTheLengthsItHas() throws IOException {
    byte[] file = mended(unfinished(320));

    ByteBuffer fields = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(file).hasSize(364);
    assertThat(fields.getInt(4)).isEqualTo(356);
    assertThat(fields.getInt(40)).isEqualTo(320);
  }

  @Test
  void whatIsNoSuchFileStaysAsItIs() throws IOException {
    assertThat(mended(new byte[0])).isEmpty();
    assertThat(mended(new byte[10])).isEqualTo(new byte[10]);
    byte[] other =
        "something else, longer than the forty-four bytes of a head"
            .getBytes(StandardCharsets.US_ASCII);
    assertThat(mended(other)).isEqualTo(other);
  }
}
