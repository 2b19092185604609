package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one clock of the application; tests bring their own. */
@ApplicationScoped
class Clocks {
  @Produces
  static Clock clock() {
    return Clock.systemUTC();
  }
}
