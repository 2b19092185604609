package org.ringfence.domain.pbx;

import java.time.Duration;
import java.util.Optional;
import org.ringfence.domain.DisplayName;

/**
 * A sound of a tenant's library. Its file is a WAV of 16-bit signed linear samples, mono, 8 kHz,
 * which Asterisk and browsers play as it is.
 *
 * @param digest names the file
 * @param bytes the file's size
 * @param spoken what it was made from; empty for one that was uploaded
 */
public record Sound(
    SoundId id, DisplayName name, SoundDigest digest, int bytes, Optional<Spoken> spoken) {
  /** Samples a second of every file. */
  public static final int RATE = 8000;

  /** What stands before the samples in every file. */
  public static final int HEADER_BYTES = 44;

  /** A text and the voice that reads it. */
  public record Spoken(SpeechVoice voice, SpeechText text) {}

  public Duration length() {
    return Duration.ofMillis((bytes - HEADER_BYTES) * 1000L / (2L * RATE));
  }

  /** Where Asterisk finds the file in the VM, without the extension, which it adds itself. */
  public static String pathInGuest(SoundDigest digest) {
    return "/data/sounds/" + digest;
  }
}
