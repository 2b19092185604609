package org.ringfence.web.sound;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Sound;

/**
 * Makes of an uploaded WAV (RIFF/WAVE, uncompressed) the one kind of file that Asterisk plays
 * without any further module: 16-bit samples, mono, 8 kHz. Whatever else the file holds, texts and
 * pictures, does not come along.
 */
final class WaveFile {
  /** Below it there is nothing to hear; above it an upload was hardly meant. */
  private static final int LEAST_MILLIS = 100;

  private static final int MOST_SECONDS = 600;

  private static final Set<Integer> RATES = Set.of(8000, 16000, 22050, 32000, 44100, 48000);

  /** What programs write as a length that they did not know when they began. */
  private static final long UNKNOWN_LENGTH = 0x7fff_f000L;

  private static final int PCM = 1;
  private static final int EXTENSIBLE = 0xfffe;

  /** Half the width of the filter, in samples of the slower side. */
  private static final int LOBES = 16;

  private WaveFile() {}

  /**
   * Reads and converts a file.
   *
   * @throws InvalidValue when it is not such a file, with a sentence that says what would be
   */
  static byte[] toTelephone(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < 12 || !tag(in).equals("RIFF")) {
      throw noWave();
    }
    in.getInt();
    if (!tag(in).equals("WAVE")) {
      throw noWave();
    }
    int channels = 0;
    int rate = 0;
    while (in.remaining() >= 8) {
      String chunk = tag(in);
      long length = Integer.toUnsignedLong(in.getInt());
      if (chunk.equals("data")) {
        if (channels == 0) {
          throw noWave();
        }
        if (length > in.remaining() && length < UNKNOWN_LENGTH) {
          throw new InvalidValue(
              "The file ends too early, so it is damaged. Please upload it again.");
        }
        int bytes = (int) Math.min(length, in.remaining());
        return write(resample(mono(in, bytes / (2 * channels), channels), rate));
      }
      if (length > in.remaining()) {
        throw noWave();
      }
      int next = (int) Math.min(in.limit(), in.position() + length + (length & 1));
      if (chunk.equals("fmt ") && length >= 16) {
        int format = Short.toUnsignedInt(in.getShort());
        channels = Short.toUnsignedInt(in.getShort());
        rate = in.getInt();
        in.getInt();
        in.getShort();
        int bits = Short.toUnsignedInt(in.getShort());
        if (format == EXTENSIBLE && length >= 26) {
          in.position(in.position() + 8);
          format = Short.toUnsignedInt(in.getShort());
        }
        requireUsable(format, channels, rate, bits);
      }
      in.position(next);
    }
    throw noWave();
  }

  private static String tag(ByteBuffer in) {
    byte[] name = new byte[4];
    in.get(name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static InvalidValue noWave() {
    return new InvalidValue("This is no WAV file. Please upload one, or have a text read out.");
  }

  private static void requireUsable(int format, int channels, int rate, int bits) {
    if (format != PCM || bits != 16) {
      throw new InvalidValue(
          "The WAV file is compressed or has "
              + bits
              + " bits a sample. Please save it as WAV with 16 bits (PCM).");
    }
    if (channels != 1 && channels != 2) {
      throw new InvalidValue(
          "The WAV file has " + channels + " channels. Please save it in mono or stereo.");
    }
    if (!RATES.contains(rate)) {
      throw new InvalidValue(
          "The WAV file has "
              + rate
              + " samples a second. Please save it with 8000, 16000, 44100 or 48000.");
    }
  }

  private static float[] mono(ByteBuffer in, int frames, int channels) {
    float[] samples = new float[frames];
    for (int i = 0; i < frames; i++) {
      float sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += in.getShort();
      }
      samples[i] = sum / channels;
    }
    return samples;
  }

  /**
   * To 8 kHz by a windowed-sinc filter, which takes away what lies above half of it. There is one
   * set of weights for each place that a new sample can have between two old ones.
   */
  private static short[] resample(float[] in, int rate) {
    requireLength(in.length, rate);
    int divisor = divisor(rate, Sound.RATE);
    int up = Sound.RATE / divisor;
    int down = rate / divisor;
    double cutoff = Math.min(1.0, (double) Sound.RATE / rate);
    int half = (int) Math.ceil(LOBES / cutoff);
    short[] out = new short[(int) ((long) in.length * up / down)];
    float[][] weights = new float[up][];
    for (int i = 0; i < out.length; i++) {
      long place = (long) i * down;
      int center = (int) (place / up);
      int phase = (int) (place % up);
      float[] filter = weights[phase];
      if (filter == null) {
        filter = filter((double) phase / up, cutoff, half);
        weights[phase] = filter;
      }
      double sum = 0;
      for (int k = -half; k <= half; k++) {
        int at = center + k;
        if (at >= 0 && at < in.length) {
          sum += in[at] * filter[k + half];
        }
      }
      out[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum)));
    }
    return out;
  }

  private static void requireLength(int samples, int rate) {
    long millis = samples * 1000L / rate;
    if (millis < LEAST_MILLIS) {
      throw new InvalidValue("There is nothing to hear in the file. Please upload another one.");
    }
    if (millis > MOST_SECONDS * 1000L) {
      throw new InvalidValue(
          "The sound is longer than "
              + MOST_SECONDS / 60
              + " minutes. Please upload a shorter one.");
    }
  }

  /** A low pass below {@code cutoff}, shifted by a part of a sample (Blackman window). */
  private static float[] filter(double shift, double cutoff, int half) {
    float[] filter = new float[2 * half + 1];
    double sum = 0;
    for (int k = -half; k <= half; k++) {
      double distance = k - shift;
      double x = Math.PI * cutoff * distance;
      double sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x;
      double place = Math.PI * distance / (half + 1);
      double window = 0.42 + 0.5 * Math.cos(place) + 0.08 * Math.cos(2 * place);
      filter[k + half] = (float) (sinc * window);
      sum += filter[k + half];
    }
    for (int k = 0; k < filter.length; k++) {
      filter[k] = (float) (filter[k] / sum);
    }
    return filter;
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  private static byte[] write(short[] samples) {
    ByteBuffer out =
        ByteBuffer.allocate(Sound.HEADER_BYTES + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(out.capacity() - 8);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    out.putShort((short) PCM).putShort((short) 1).putInt(Sound.RATE).putInt(2 * Sound.RATE);
    out.putShort((short) 2).putShort((short) 16);
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples.length);
    for (short sample : samples) {
      out.putShort(sample);
    }
    return out.array();
  }
}
