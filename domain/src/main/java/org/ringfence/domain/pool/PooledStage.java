package org.ringfence.domain.pool;

/** Where a VM of the pool is. */
public enum PooledStage {
  /** To be made, or to be made anew. */
  REQUESTED,
  /** A tenant can have it. */
  WAITING,
  /** It could not be made; it is tried again. */
  FAILED,
  /** To be removed. */
  LEAVING
}
