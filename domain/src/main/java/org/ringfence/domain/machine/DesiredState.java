package org.ringfence.domain.machine;

/** What the hoster wants of a VM. */
public enum DesiredState {
  RUNNING,
  /** Running, but it refuses every call: no trunk and no phone is configured in its Asterisk. */
  SUSPENDED,
  STOPPED,
  /** Off until its time of grace has passed, then gone with its data. */
  DELETED;

  /** Whether its Asterisk shall answer. */
  public boolean isUp() {
    return this == RUNNING || this == SUSPENDED;
  }
}
