package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecordingTest {

  @Test
  void a_tone_is_heard_for_as_long_as_it_sounds_and_no_other_one_is() {
    Recording recording = new Recording(8000, tone(600, 5000, 16_000));

    assertThat(recording.heard(600)).isEqualTo(Duration.ofSeconds(2));
    assertThat(recording.heard(1000)).isZero();
    assertThat(recording.length()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void silence_is_no_tone() {
    assertThat(new Recording(8000, new short[8000]).heard(600)).isZero();
  }

  @Test
  void a_tone_that_is_as_faint_as_line_noise_is_not_heard() {
    assertThat(new Recording(8000, tone(600, 100, 8000)).heard(600)).isZero();
  }

  @Test
  void two_tones_at_once_are_neither() {
    short[] both = tone(600, 5000, 8000);
    short[] second = tone(1000, 5000, 8000);
    for (int i = 0; i < both.length; i++) {
      both[i] += second[i];
    }

    Recording recording = new Recording(8000, both);

    assertThat(recording.heard(600)).isZero();
    assertThat(recording.heard(1000)).isZero();
  }

  @Test
  void a_ringing_tone_is_not_taken_for_what_a_person_sends() {
    Recording ringing = new Recording(8000, tone(425, 5000, 8000));

    assertThat(ringing.heard(600)).isZero();
    assertThat(ringing.heard(1000)).isZero();
  }

  @Test
  void a_wave_file_is_read_with_its_rate_and_other_chunks_are_skipped() {
    Recording recording = Recording.parse(wave(16_000, 3, (short) 1, (short) -2, (short) 3));

    assertThat(recording.samplesPerSecond()).isEqualTo(16_000);
    assertThat(recording.samples()).containsExactly(1, -2, 3);
  }

  @Test
  void a_file_that_is_still_being_written_is_read_to_its_end() {
    assertThat(Recording.parse(wave(8000, 0, (short) 7, (short) 8)).samples())
        .containsExactly(7, 8);
  }

  @Test
  void a_file_that_is_no_wave_file_is_refused() {
    assertThatThrownBy(
            () -> Recording.parse("nothing of the kind".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a RIFF WAVE file");
  }

  private static short[] tone(int hertz, int amplitude, int samples) {
    short[] tone = new short[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (short) (amplitude * Math.sin(2 * Math.PI * hertz * i / 8000));
    }
    return tone;
  }

  /** A WAVE file with a comment chunk of odd length before the samples. */
  private static byte[] wave(int samplesPerSecond, int declaredSamples, short... samples) {
    ByteBuffer out = ByteBuffer.allocate(60 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(0).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    out.putInt(samplesPerSecond).putInt(2 * samplesPerSecond).putShort((short) 2);
    out.putShort((short) 16);
    out.put(ascii("note")).putInt(7).put(ascii("comment")).put((byte) 0);
    out.put(ascii("data")).putInt(2 * declaredSamples);
    for (short sample : samples) {
      out.putShort(sample);
    }
    return out.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
