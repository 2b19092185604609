package org.ringfence.domain.revision;

/** How far a revision has come. */
public enum RevisionState {
  /** Asked for by a change; not rendered yet. */
  REQUESTED,
  /** Rendered and offered to the VM. */
  RENDERED,
  /** Live in the VM, verified by asking its Asterisk. */
  APPLIED,
  /**
   * Refused by the generator or by the VM; the reason says why, and the last applied one is still
   * live.
   */
  FAILED,
  /** A newer revision took its place before it was applied. */
  SUPERSEDED
}
