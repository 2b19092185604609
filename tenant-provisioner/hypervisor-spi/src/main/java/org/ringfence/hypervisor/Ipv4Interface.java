package org.ringfence.hypervisor;

/**
 * An address together with the length of its network's prefix, as an interface carries it.
 *
 * @param address a host's address, not the network's own nor its broadcast address
 * @param prefixLength 8 to 30 bits
 */
public record Ipv4Interface(Ipv4Address address, int prefixLength) {
  public Ipv4Interface {
    if (prefixLength < 8 || prefixLength > 30) {
      throw new IllegalArgumentException("a prefix length is 8 to 30 bits");
    }
    int host = address.bits() & hostMask(prefixLength);
    if (host == 0 || host == hostMask(prefixLength)) {
      throw new IllegalArgumentException(
          address + "/" + prefixLength + " is the network's or its broadcast address");
    }
  }

  /** Reads {@code 10.213.180.10/24}. */
  public static Ipv4Interface parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,2}")) {
      throw new IllegalArgumentException("an interface address looks like 10.213.180.10/24");
    }
    return new Ipv4Interface(
        Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean isNeighbour(Ipv4Address other) {
    return (address.bits() & ~hostMask(prefixLength)) == (other.bits() & ~hostMask(prefixLength));
  }

  /** The bits behind the prefix; in a /24 the last octet. Unique within the network. */
  public int hostNumber() {
    return address.bits() & hostMask(prefixLength);
  }

  private static int hostMask(int prefixLength) {
    return -1 >>> prefixLength;
  }

  @Override
  public String toString() {
    return address + "/" + prefixLength;
  }
}
