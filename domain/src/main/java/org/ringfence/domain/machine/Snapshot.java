package org.ringfence.domain.machine;

import java.time.Instant;
import org.ringfence.domain.DisplayName;

/**
 * What a VM's data disk was like at one moment: its voicemail, recordings and spool. The tenant's
 * settings are not in it, because they live in the database.
 *
 * @param reason why it failed, in words; empty when it did not
 * @param takenAt when the disk was copied; until then, when that was asked for
 */
public record Snapshot(
    SnapshotId id, DisplayName label, State state, String reason, Instant takenAt) {

  /** Where a snapshot is on its way. */
  public enum State {
    /** Asked for; the provisioner takes it. */
    WANTED,
    /** A VM can be rolled back to it. */
    READY,
    /** It could not be taken. */
    FAILED,
    /** To be deleted; the provisioner does it. */
    UNWANTED
  }
}
