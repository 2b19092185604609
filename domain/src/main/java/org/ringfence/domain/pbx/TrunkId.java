package org.ringfence.domain.pbx;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies a trunk. */
public record TrunkId(UUID value) {
  public static TrunkId random() {
    return new TrunkId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static TrunkId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new TrunkId(uuid);
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
