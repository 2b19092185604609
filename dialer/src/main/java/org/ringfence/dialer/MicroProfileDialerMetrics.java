package org.ringfence.dialer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The dialer's figures on {@code /metrics}. */
@ApplicationScoped
class MicroProfileDialerMetrics implements DialerMetrics {
  @Inject MetricRegistry registry;

  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger connected = new AtomicInteger();

  @Override
  public void attempt() {
    registry.counter("ringfence_dialer_attempts").inc();
  }

  @Override
  public void outcome(String result) {
    registry.counter("ringfence_dialer_outcomes", new Tag("result", result)).inc();
  }

  @Override
  public void lanes(int heldNow, int connectedNow) {
    held.set(heldNow);
    connected.set(connectedNow);
    registry.gauge("ringfence_dialer_lanes_held", held, AtomicInteger::get);
    registry.gauge("ringfence_dialer_lanes_connected", connected, AtomicInteger::get);
  }
}
