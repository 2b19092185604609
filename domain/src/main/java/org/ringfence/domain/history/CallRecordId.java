package org.ringfence.domain.history;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.machine.VmId;

/** Names the record of one call. */
public record CallRecordId(UUID value) {
  /** The same call of the same VM always has the same id, however often its events arrive. */
  public static CallRecordId of(VmId vm, String call) {
    return new CallRecordId(
        UUID.nameUUIDFromBytes((vm + "|" + call).getBytes(StandardCharsets.UTF_8)));
  }

  /** Parses the canonical 36-character form. */
  public static CallRecordId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return new CallRecordId(uuid);
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
