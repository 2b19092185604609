package org.ringfence.domain.callback;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/**
 * Identifies one attempt to connect a callback; it is the channel id in Asterisk, which makes
 * sending it twice harmless.
 */
public record AttemptId(UUID value) {
  public static AttemptId random() {
    return new AttemptId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static AttemptId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new AttemptId(uuid);
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
