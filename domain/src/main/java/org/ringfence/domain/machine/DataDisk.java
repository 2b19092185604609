package org.ringfence.domain.machine;

import java.util.Optional;

/**
 * What is to be done to a VM's data disk, and where what is on it comes from.
 *
 * @param snapshotsDue whether a snapshot is to be taken or deleted
 * @param rollBackTo the snapshot that the disk is to be put back to
 */
public record DataDisk(boolean snapshotsDue, Optional<SnapshotId> rollBackTo, Origin origin) {
  /** The disk of a VM that has only ever been itself. */
  public static final DataDisk OWN = new DataDisk(false, Optional.empty(), Origin.OWN);

  /** Whether the configuration on the disk may be used, and trunks. */
  public enum Origin {
    /** The disk is as the VM left it. */
    OWN,
    /**
     * Put back to an earlier moment, and not started since: the configuration on it has secrets
     * that are not valid any more.
     */
    PUT_BACK,
    /**
     * Runs again with a configuration of today, without trunks: whoever put it back looks at it
     * first, and then releases it.
     */
    QUARANTINED
  }

  public boolean isQuarantined() {
    return origin != Origin.OWN;
  }

  public DataDisk with(Origin changed) {
    return new DataDisk(snapshotsDue, rollBackTo, changed);
  }
}
