package org.ringfence.domain.pbx;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies an object of the call handling, whatever its kind. */
public record HandlingId(UUID value) {
  public static HandlingId random() {
    return new HandlingId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static HandlingId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new HandlingId(uuid);
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
