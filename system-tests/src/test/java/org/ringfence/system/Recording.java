package org.ringfence.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * What one side of a call sent, as the peer at the other side wrote it down: 16-bit mono samples.
 */
final class Recording {

  /**
   * Tones are looked for in pieces of this length: at 10 Hz apart, 600 Hz and 1000 Hz never mix.
   */
  private static final Duration PIECE = Duration.ofMillis(100);

  /** Quieter pieces, as root mean square of the samples, are silence or comfort noise. */
  private static final double SILENCE = 200;

  /** The part of a piece's power that a tone must have to be what was heard there. */
  private static final double CLEAR = 0.8;

  private final int samplesPerSecond;
  private final short[] samples;

  Recording(int samplesPerSecond, short[] samples) {
    this.samplesPerSecond = samplesPerSecond;
    this.samples = samples.clone();
  }

  static Recording read(Path file) throws IOException {
    return parse(Files.readAllBytes(file));
  }

  /** Reads a RIFF WAVE file with 16-bit PCM samples of one channel. */
  static Recording parse(byte[] wave) {
    ByteBuffer in = ByteBuffer.wrap(wave).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 12 || in.getInt(0) != tag("RIFF") || in.getInt(8) != tag("WAVE")) {
      throw new IllegalArgumentException("not a RIFF WAVE file");
    }
    int samplesPerSecond = 0;
    int at = 12;
    while (at + 8 <= wave.length) {
      int length = in.getInt(at + 4);
      if (in.getInt(at) == tag("fmt ")) {
        if (in.getShort(at + 8) != 1 || in.getShort(at + 10) != 1 || in.getShort(at + 22) != 16) {
          throw new IllegalArgumentException("not 16-bit PCM with one channel");
        }
        samplesPerSecond = in.getInt(at + 12);
      } else if (in.getInt(at) == tag("data")) {
        // A recording that is still written says 0 here: its samples reach to the end of the file.
        int end = length <= 0 ? wave.length : Math.min(wave.length, at + 8 + length);
        short[] samples = new short[(end - at - 8) / 2];
        in.position(at + 8).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return new Recording(samplesPerSecond, samples);
      }
      at += 8 + length + (length & 1);
    }
    throw new IllegalArgumentException("a WAVE file without samples");
  }

  /** For how long this tone, and hardly anything else, was heard. */
  Duration heard(int hertz) {
    int piece = (int) (samplesPerSecond * PIECE.toMillis() / 1000);
    Duration heard = Duration.ZERO;
    for (int from = 0; from + piece <= samples.length; from += piece) {
      short[] part = Arrays.copyOfRange(samples, from, from + piece);
      double total = power(part);
      if (total > SILENCE * SILENCE && powerAt(hertz, part) / total > CLEAR) {
        heard = heard.plus(PIECE);
      }
    }
    return heard;
  }

  int samplesPerSecond() {
    return samplesPerSecond;
  }

  short[] samples() {
    return samples.clone();
  }

  Duration length() {
    return Duration.ofMillis(samples.length * 1000L / samplesPerSecond);
  }

  private static double power(short[] part) {
    double sum = 0;
    for (short sample : part) {
      sum += (double) sample * sample;
    }
    return sum / part.length;
  }

  /** Goertzel's algorithm: the mean power of the sinusoid of this frequency in the samples. */
  private double powerAt(int hertz, short[] part) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / samplesPerSecond);
    double previous = 0;
    double beforeThat = 0;
    for (short sample : part) {
      double current = sample + coefficient * previous - beforeThat;
      beforeThat = previous;
      previous = current;
    }
    double magnitude =
        previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat;
    return 2 * magnitude / ((double) part.length * part.length);
  }

  private static int tag(String letters) {
    return letters.charAt(0)
        | letters.charAt(1) << 8
        | letters.charAt(2) << 16
        | letters.charAt(3) << 24;
  }
}
