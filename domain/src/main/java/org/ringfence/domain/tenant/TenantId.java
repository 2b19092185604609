package org.ringfence.domain.tenant;

import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies a tenant for ever; never shown to another tenant. */
public record TenantId(UUID value) {
  public static TenantId random() {
    return new TenantId(UUID.randomUUID());
  }

  /** Parses the canonical 36-character form. */
  public static TenantId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new TenantId(uuid);
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
