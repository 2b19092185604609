package org.ringfence.domain.machine;

import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies a snapshot of a VM's data disk. */
public record SnapshotId(UUID value) {
  public static SnapshotId random() {
    return new SnapshotId(UUID.randomUUID());
  }

  /**
   * Reads the text form.
   *
   * @throws InvalidValue when it is not one
   */
  public static SnapshotId parse(String text) {
    try {
      return new SnapshotId(UUID.fromString(text));
    } catch (IllegalArgumentException notAUuid) {
      throw new InvalidValue("There is no such snapshot.");
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
