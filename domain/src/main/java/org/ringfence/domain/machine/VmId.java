package org.ringfence.domain.machine;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies one VM in the database and towards its guest. */
public record VmId(UUID value) {
  public static VmId random() {
    return new VmId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static VmId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new VmId(uuid);
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
