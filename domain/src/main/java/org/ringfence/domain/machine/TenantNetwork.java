package org.ringfence.domain.machine;

import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Ipv4;

/**
 * The network of all tenant VMs: the host has its first address, addresses up to .9 are for the
 * hoster's own peers, VMs begin at .10 and leave the broadcast address.
 *
 * @param base the network's own address, all host bits zero
 * @param prefix 16 to 28 bits
 */
public record TenantNetwork(Ipv4 base, int prefix) {
  private static final int FIRST_VM = 10;

  public TenantNetwork {
    if (prefix < 16 || prefix > 28 || base.number() % (1L << (32 - prefix)) != 0) {
      throw new InvalidValue(
          "The tenant network is a network address with /16 to /28, for example 10.213.180.0/24.");
    }
  }

  /** Reads {@code 10.213.180.0/24}. */
  public static TenantNetwork parse(String cidr) {
    String[] parts = cidr.strip().split("/", -1);
    if (parts.length != 2 || !parts[1].matches("[0-9]{1,2}")) {
      throw new InvalidValue(
          "The tenant network is a network address with /16 to /28, for example 10.213.180.0/24.");
    }
    return new TenantNetwork(new Ipv4(parts[0]), Integer.parseInt(parts[1]));
  }

  /** The host's address: the VMs' gateway, and where the centre calls them from. */
  public Ipv4 host() {
    return Ipv4.ofNumber(base.number() + 1);
  }

  /** How many VMs can have an address. */
  public int capacity() {
    return (1 << (32 - prefix)) - 1 - FIRST_VM;
  }

  /** The lowest VM address that is not in use. */
  public Optional<Ipv4> firstFree(Set<Ipv4> inUse) {
    for (int offset = 0; offset < capacity(); offset++) {
      Ipv4 address = Ipv4.ofNumber(base.number() + FIRST_VM + offset);
      if (!inUse.contains(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /** The highest VM address that is not in use. */
  public Optional<Ipv4> lastFree(Set<Ipv4> inUse) {
    for (int offset = capacity() - 1; offset >= 0; offset--) {
      Ipv4 address = Ipv4.ofNumber(base.number() + FIRST_VM + offset);
      if (!inUse.contains(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return base + "/" + prefix;
  }
}
