package org.ringfence.domain.machine;

/** What the hoster wants of a VM. */
public enum DesiredState {
  RUNNING,
  STOPPED,
  DELETED
}
