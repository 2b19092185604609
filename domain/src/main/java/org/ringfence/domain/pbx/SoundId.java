package org.ringfence.domain.pbx;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies a sound of a tenant's library. */
public record SoundId(UUID value) {
  public static SoundId random() {
    return new SoundId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static SoundId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new SoundId(uuid);
      }
    } catch (IllegalArgumentException malformed) {
      throw new InvalidValue("Please choose one of your sounds.");
    }
    throw new InvalidValue("Please choose one of your sounds.");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
