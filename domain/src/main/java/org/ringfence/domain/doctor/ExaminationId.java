package org.ringfence.domain.doctor;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies one examination of a trunk. */
public record ExaminationId(UUID value) {
  public static ExaminationId random() {
    return new ExaminationId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static ExaminationId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new ExaminationId(uuid);
      }
    } catch (IllegalArgumentException malformed) {
      throw new InvalidValue("This is not an id of ours.");
    }
    throw new InvalidValue("This is not an id of ours.");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
