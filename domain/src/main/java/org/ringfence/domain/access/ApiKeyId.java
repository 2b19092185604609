package org.ringfence.domain.access;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies an API key; no secret. */
public record ApiKeyId(UUID value) {
  public static ApiKeyId random() {
    return new ApiKeyId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static ApiKeyId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new ApiKeyId(uuid);
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
