package org.ringfence.hypervisor;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A unicast Ethernet address.
 *
 * @param value six octets in lower-case hexadecimal, joined by colons
 */
public record MacAddress(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

  public MacAddress {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a MAC address looks like 02:52:46:d5:b4:0a");
    }
    if ((Integer.parseInt(value.substring(0, 2), 16) & 1) != 0) {
      throw new IllegalArgumentException("a VM's MAC address is not a multicast address");
    }
  }

  public static MacAddress parse(String text) {
    return new MacAddress(text.toLowerCase(Locale.ROOT));
  }

  /**
   * The locally administered address that belongs to an IPv4 address: {@code 02:52:46} and its last
   * three octets. Derived, so that a rebuilt VM keeps it and neighbours' ARP caches stay right.
   */
  public static MacAddress forAddress(Ipv4Address address) {
    return new MacAddress(
        String.format(
            Locale.ROOT,
            "02:52:46:%02x:%02x:%02x",
            address.octet(1),
            address.octet(2),
            address.octet(3)));
  }

  @Override
  public String toString() {
    return value;
  }
}
