package org.ringfence.hypervisor;

/**
 * The one network interface of a VM. The address is set by the guest, from its identity document; a
 * driver knows it to name and guard the interface.
 *
 * @param gateway a neighbour of the address, and another one
 */
public record VmNetwork(Ipv4Interface address, Ipv4Address gateway, MacAddress mac) {
  public VmNetwork {
    if (!address.isNeighbour(gateway) || address.address().equals(gateway)) {
      throw new IllegalArgumentException(
          "the gateway " + gateway + " is not another host in the network of " + address);
    }
  }

  /** With the MAC address that belongs to the address. */
  public static VmNetwork of(Ipv4Interface address, Ipv4Address gateway) {
    return new VmNetwork(address, gateway, MacAddress.forAddress(address.address()));
  }
}
