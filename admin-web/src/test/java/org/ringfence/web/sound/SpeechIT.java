package org.ringfence.web.sound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SpeechText;
import org.ringfence.domain.pbx.SpeechVoice;

/** The real eSpeak NG of the host. */
class SpeechIT {
  @ParameterizedTest
  @EnumSource(SpeechVoice.class)
  void everyVoiceReadsATextOut(SpeechVoice voice) {
    byte[] one = read(voice, "1 2 3");
    byte[] more = read(voice, "1 2 3\n4 5 6 7 8 9");

    assertThat(one.length).isGreaterThan(Sound.RATE);
    assertThat(more.length).isGreaterThan(one.length + Sound.RATE);
  }

  /** Neither an option nor a command: words. */
  @ParameterizedTest
  @EnumSource(
      value = SpeechVoice.class,
      names = {"EN_GB", "DE"})
  void whatLooksLikeACommandIsRead(SpeechVoice voice) {
    assertThat(read(voice, "--help; $(reboot) | `id` -w /tmp/x").length).isGreaterThan(Sound.RATE);
  }

  private static byte[] read(SpeechVoice voice, String text) {
    return WaveFile.toTelephone(new Speech().read(new Sound.Spoken(voice, new SpeechText(text))));
  }
}
