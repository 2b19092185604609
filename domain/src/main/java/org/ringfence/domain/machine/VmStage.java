package org.ringfence.domain.machine;

/** Where a VM is on its way to answering calls. */
public enum VmStage {
  /** Accepted, nothing done yet. */
  REQUESTED,
  /** Disk, identity and network are being made. */
  CREATING,
  /** The process runs; the guest has not asked for its configuration yet. */
  BOOTING,
  /** The guest asked for its configuration and is applying it. */
  CONFIGURING,
  /** The tenant's Asterisk answers SIP from outside the VM. */
  RUNNING,
  /** Wanted to be off, and off. */
  STOPPED,
  /** It does not work; the reason says why. The reconciler goes on trying, with back-off. */
  FAILED
}
