package org.ringfence.config.calls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A recording: 16 bit linear at 8000 Hz, one channel. */
final class Sound {
  private static final int RATE = 8000;
  private static final int WINDOW = RATE / 5;
  private static final int HEADER = 44;

  private final short[] samples;

  private Sound(short[] samples) {
    this.samples = samples;
  }

  static Sound read(Path wav) throws IOException {
    byte[] bytes = Files.readAllBytes(wav);
    int count = Math.max(0, (bytes.length - HEADER) / 2);
    short[] samples = new short[count];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(Math.min(HEADER, bytes.length))
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asShortBuffer()
        .get(samples);
    return new Sound(samples);
  }

  /** Seconds in which this tone is nearly all there is. */
  double secondsOf(double hertz) {
    int windows = 0;
    for (int from = 0; from + WINDOW <= samples.length; from += WINDOW) {
      windows += isTone(from, hertz) ? 1 : 0;
    }
    return windows * (double) WINDOW / RATE;
  }

  /** The share of one frequency in the energy of a window (Goertzel). */
  private boolean isTone(int from, double hertz) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
    double before = 0;
    double last = 0;
    double energy = 0;
    for (int i = from; i < from + WINDOW; i++) {
      double now = samples[i] + coefficient * last - before;
      before = last;
      last = now;
      energy += (double) samples[i] * samples[i];
    }
    double power = last * last + before * before - coefficient * last * before;
    boolean isSilent = energy / WINDOW < 200 * 200;
    return !isSilent && power / (energy * WINDOW / 2) > 0.8;
  }
}
