package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecordingTest {

  @Test
  void a_tone_is_heard_for_as_long_as_it_sounds_and_no_other_one_is() {
    Recording recording = new Recording(tone(600, 5000, 16_000));

    assertThat(recording.heard(600)).isEqualTo(Duration.ofSeconds(2));
    assertThat(recording.heard(1000)).isZero();
    assertThat(recording.length()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void silence_is_no_tone() {
    assertThat(new Recording(new short[8000]).heard(600)).isZero();
  }

  @Test
  void a_tone_that_is_as_faint_as_line_noise_is_not_heard() {
    assertThat(new Recording(tone(600, 100, 8000)).heard(600)).isZero();
  }

  @Test
  void two_tones_at_once_are_neither() {
    short[] both = tone(600, 5000, 8000);
    short[] second = tone(1000, 5000, 8000);
    for (int i = 0; i < both.length; i++) {
      both[i] += second[i];
    }

    Recording recording = new Recording(both);

    assertThat(recording.heard(600)).isZero();
    assertThat(recording.heard(1000)).isZero();
  }

  @Test
  void a_ringing_tone_is_not_taken_for_what_a_person_sends() {
    Recording ringing = new Recording(tone(425, 5000, 8000));

    assertThat(ringing.heard(600)).isZero();
    assertThat(ringing.heard(1000)).isZero();
  }

  /**
   * Values of ITU-T G.711, table 1, scaled to 16 bits: the smallest, one in the middle, the
   * largest.
   */
  @Test
  void a_law_is_read_with_its_sign_and_size() {
    byte[] line = {(byte) 0xd5, 0x55, (byte) 0x85, 0x05, (byte) 0xaa, 0x2a};

    assertThat(Recording.parse(line).samples()).containsExactly(8, -8, 4224, -4224, 32256, -32256);
  }

  private static short[] tone(int hertz, int amplitude, int samples) {
    short[] tone = new short[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (short) (amplitude * Math.sin(2 * Math.PI * hertz * i / 8000));
    }
    return tone;
  }
}
