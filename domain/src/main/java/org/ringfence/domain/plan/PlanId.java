package org.ringfence.domain.plan;

import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies a plan. */
public record PlanId(UUID value) {
  public static PlanId random() {
    return new PlanId(UUID.randomUUID());
  }

  /**
   * Reads the text form.
   *
   * @throws InvalidValue when it is not one
   */
  public static PlanId parse(String text) {
    try {
      return new PlanId(UUID.fromString(text));
    } catch (IllegalArgumentException notAUuid) {
      throw new InvalidValue("There is no such plan.");
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
