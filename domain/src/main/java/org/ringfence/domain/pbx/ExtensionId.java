package org.ringfence.domain.pbx;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies an extension; its number may change. */
public record ExtensionId(UUID value) {
  public static ExtensionId random() {
    return new ExtensionId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static ExtensionId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new ExtensionId(uuid);
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
