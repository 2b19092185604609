package org.ringfence.domain.callback;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies a widget inside its tenant; the public page knows only the {@link WidgetKey}. */
public record WidgetId(UUID value) {
  public static WidgetId random() {
    return new WidgetId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static WidgetId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new WidgetId(uuid);
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
