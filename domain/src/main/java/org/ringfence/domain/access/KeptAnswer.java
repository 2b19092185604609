package org.ringfence.domain.access;

import java.util.Optional;

/**
 * The answer to a request that created something.
 *
 * @param location of what was created; empty when it is several things
 * @param body may hold secrets that are shown once
 */
public record KeptAnswer(int status, Optional<String> location, String body) {
  /** Without the body, because of its secrets. */
  @Override
  public String toString() {
    return "KeptAnswer[" + status + ", " + location.orElse("") + "]";
  }
}
