package org.ringfence.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** What one side of a call sent, as the peer at the other side wrote it down. */
final class Recording {

  /**
   * Tones are looked for in pieces of this length: at 10 Hz apart, 600 Hz and 1000 Hz never mix.
   */
  private static final Duration PIECE = Duration.ofMillis(100);

  /** Quieter pieces, as root mean square of the samples, are silence or comfort noise. */
  private static final double SILENCE = 200;

  /** The part of a piece's power that a tone must have to be what was heard there. */
  private static final double CLEAR = 0.8;

  private static final int SAMPLES_PER_SECOND = 8000;

  private static final int WAV_HEADER = 44;

  private final short[] samples;

  Recording(short[] samples) {
    this.samples = samples.clone();
  }

  static Recording read(Path file) throws IOException {
    return parse(Files.readAllBytes(file));
  }

  /** Reads A-law (ITU-T G.711) without a header, as it is on the line: 8000 bytes a second. */
  static Recording parse(byte[] alaw) {
    short[] samples = new short[alaw.length];
    for (int i = 0; i < alaw.length; i++) {
      samples[i] = decode(alaw[i]);
    }
    return new Recording(samples);
  }

  /** Reads the one that Ringfence keeps: WAV, 16 bits, one channel, 8000 samples a second. */
  static Recording wav(byte[] file) {
    ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (data.getShort(22) != 1
        || data.getInt(24) != SAMPLES_PER_SECOND
        || data.getShort(34) != 16) {
      throw new AssertionError("not a recording in mono with 16 bits at 8000 Hz");
    }
    short[] samples = new short[(file.length - WAV_HEADER) / 2];
    data.position(WAV_HEADER).asShortBuffer().get(samples);
    return new Recording(samples);
  }

  /** For how long anything was heard. */
  Duration loud() {
    int piece = (int) (SAMPLES_PER_SECOND * PIECE.toMillis() / 1000);
    Duration loud = Duration.ZERO;
    for (int from = 0; from + piece <= samples.length; from += piece) {
      if (power(Arrays.copyOfRange(samples, from, from + piece)) > SILENCE * SILENCE) {
        loud = loud.plus(PIECE);
      }
    }
    return loud;
  }

  /** Sign, three bits of exponent, four of mantissa; every other bit is inverted on the line. */
  private static short decode(byte alaw) {
    int bits = alaw ^ 0x55;
    int exponent = bits >> 4 & 7;
    int step = (bits & 15) * 2 + 1;
    int magnitude = exponent == 0 ? step : (step + 32) << (exponent - 1);
    return (short) ((bits & 0x80) == 0 ? -magnitude * 8 : magnitude * 8);
  }

  /** For how long this tone, and hardly anything else, was heard. */
  Duration heard(int hertz) {
    int piece = (int) (SAMPLES_PER_SECOND * PIECE.toMillis() / 1000);
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

  short[] samples() {
    return samples.clone();
  }

  Duration length() {
    return Duration.ofMillis(samples.length * 1000L / SAMPLES_PER_SECOND);
  }

  private static double power(short[] part) {
    double sum = 0;
    for (short sample : part) {
      sum += (double) sample * sample;
    }
    return sum / part.length;
  }

  /** Goertzel's algorithm: the mean power of the sinusoid of this frequency in the samples. */
  private static double powerAt(int hertz, short[] part) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / SAMPLES_PER_SECOND);
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
}
