package org.ringfence.domain.callback;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.tenant.TenantId;

/** Identifies a widget inside its tenant; the public page knows only the {@link WidgetKey}. */
public record WidgetId(UUID value) {
  public static WidgetId random() {
    return new WidgetId(UUID.randomUUID());
  }

  /**
   * What stands for the tenant's own queue, which programs fill by the API: its requests have no
   * widget, and share one space of idempotency keys.
   */
  public static WidgetId ofQueue(TenantId tenantId) {
    return new WidgetId(tenantId.value());
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
