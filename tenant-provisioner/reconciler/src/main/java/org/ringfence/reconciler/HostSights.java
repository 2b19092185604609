package org.ringfence.reconciler;

import static java.util.stream.Collectors.toMap;

import java.time.Clock;
import java.time.Instant;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.hypervisor.Hosts;
import org.ringfence.hypervisor.HypervisorHost;

/** Tells the database which hosts the hypervisor has, and which VM is on which. */
final class HostSights {
  private final HostRepository hosts;
  private final Clock clock;

  HostSights(HostRepository hosts, Clock clock) {
    this.hosts = hosts;
    this.clock = clock;
  }

  void note(Hosts driver) {
    Instant now = clock.instant();
    hosts.found(driver.hosts().stream().map(host -> seen(host, now)).toList(), now);
    hosts.located(
        driver.placements().entrySet().stream()
            .collect(toMap(entry -> entry.getKey().value(), entry -> known(entry.getValue()))));
  }

  static HostName known(org.ringfence.hypervisor.HostName name) {
    return new HostName(name.value());
  }

  static org.ringfence.hypervisor.HostName named(HostName name) {
    return org.ringfence.hypervisor.HostName.of(name.value());
  }

  private static Host seen(HypervisorHost host, Instant now) {
    return new Host(
        known(host.name()),
        switch (host.state()) {
          case UP -> Host.State.UP;
          case CLOSED -> Host.State.CLOSED;
          case LOST -> Host.State.LOST;
        },
        host.reason(),
        size(host.capacity()),
        size(host.used()),
        Host.Wish.OPEN,
        "",
        now);
  }

  private static Host.Size size(HypervisorHost.Size size) {
    return new Host.Size(size.vcpus(), size.memoryMib(), size.dataMib());
  }
}
