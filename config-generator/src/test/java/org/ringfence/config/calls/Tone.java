package org.ringfence.config.calls;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundDigest;

/** A sound file with one tone in it, as the library stores them. */
record Tone(int hertz, int millis) {
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
      file.putShort((short) (8000 * Math.sin(2 * Math.PI * hertz * i / Sound.RATE)));
    }
    return file.array();
  }

  SoundDigest digest() {
    return SoundDigest.of(file());
  }
}
