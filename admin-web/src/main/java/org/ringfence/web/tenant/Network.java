package org.ringfence.web.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.pbx.SourceRange;

/**
 * The network the tenants' VMs live in. Its first address is the host, the next ones up to .9 are
 * kept for the hoster's own equipment.
 */
@ApplicationScoped
public class Network {
  private static final int FIRST_VM = 10;

  @Inject
  @ConfigProperty(name = "ringfence.network", defaultValue = "10.213.180.0/24")
  String cidr;

  /** Where the centre is, seen from a VM. */
  public Ipv4 centre() {
    return address(1);
  }

  /** The lowest address that no VM holds; empty when the network is full. */
  Optional<Ipv4> free(Set<Ipv4> inUse) {
    long size = 1L << (32 - SourceRange.parse(cidr).prefix());
    return LongStream.range(FIRST_VM, size - 1)
        .mapToObj(this::address)
        .filter(address -> !inUse.contains(address))
        .findFirst();
  }

  private Ipv4 address(long offset) {
    return Ipv4.ofNumber(SourceRange.parse(cidr).address().number() + offset);
  }
}
