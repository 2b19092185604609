package org.ringfence.domain.callback;

import java.time.Duration;
import org.ringfence.domain.InvalidValue;

/**
 * At most so many callbacks for one subject within any span of time of this length.
 *
 * @param subject what is counted, for example an address; opaque here, and never readable in the
 *     store
 */
public record Limit(Scope scope, String subject, int most, Duration window) {
  /** More are not remembered one by one. */
  public static final int LARGEST = 1000;

  /**
   * What a limit is about. The order is the one in which rows are locked: what many requests share
   * comes last and is held shortest.
   */
  public enum Scope {
    VISITOR,
    ADDRESS,
    NUMBER,
    PREFIX,
    WIDGET,
    TENANT
  }

  public Limit {
    if (most < 1 || most > LARGEST) {
      throw new InvalidValue("A limit is a number from 1 to " + LARGEST + ".");
    }
    if (window.isNegative() || window.isZero()) {
      throw new InvalidValue("A limit needs a span of time.");
    }
  }
}
