package org.ringfence.domain.pool;

import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.plan.PlanId;

/**
 * What is to wait on each host.
 *
 * @param machines how many, 0 to {@value #MOST}
 * @param plan whose size they have, and whose tenants get them; empty for no plan
 */
public record PoolSize(int machines, Optional<PlanId> plan) {
  public static final int MOST = 100;

  /** Nothing waits. */
  public static final PoolSize NONE = new PoolSize(0, Optional.empty());

  public PoolSize {
    if (machines < 0 || machines > MOST) {
      throw new InvalidValue("The number of waiting machines must be from 0 to " + MOST + ".");
    }
  }
}
