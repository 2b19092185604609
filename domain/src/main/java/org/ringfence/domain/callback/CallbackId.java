package org.ringfence.domain.callback;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/**
 * Identifies a callback request towards the visitor; unguessable, so knowing it is the right to see
 * its state.
 */
public record CallbackId(UUID value) {
  public static CallbackId random() {
    return new CallbackId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static CallbackId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new CallbackId(uuid);
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
