package org.ringfence.hypervisor.simulator;

/** The driver operations, as points to inject faults and delays at. */
public enum Operation {
  CREATE,
  RECONFIGURE,
  STAND_BY,
  START,
  STOP,
  KILL,
  DELETE,
  TAKE_SNAPSHOT,
  ROLL_BACK,
  DELETE_SNAPSHOT,
  MOVE,
  EVACUATE,
  REOPEN,
  INSPECT,
  LIST
}
