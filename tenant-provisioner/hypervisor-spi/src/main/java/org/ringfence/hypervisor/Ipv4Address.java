package org.ringfence.hypervisor;

import java.util.regex.Pattern;

/**
 * An IPv4 address. Own type because {@code java.net.InetAddress} asks the resolver when a text is
 * no literal.
 *
 * @param bits the 32 bits, first octet highest
 */
public record Ipv4Address(int bits) {
  private static final Pattern DOT = Pattern.compile("\\.");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

  /** Reads the dotted form; leading zeros are refused, as they mean octal to some readers. */
  public static Ipv4Address parse(String text) {
    String[] octets = DOT.split(text, -1);
    int bits = 0;
    boolean valid = octets.length == 4;
    for (String octet : octets) {
      valid = valid && OCTET.matcher(octet).matches() && Integer.parseInt(octet) <= 255;
      if (!valid) {
        throw new IllegalArgumentException("an IPv4 address has four octets from 0 to 255");
      }
      bits = (bits << 8) | Integer.parseInt(octet);
    }
    return new Ipv4Address(bits);
  }

  /** Octet 0 is the first one written. */
  public int octet(int index) {
    return (bits >>> (8 * (3 - index))) & 0xff;
  }

  @Override
  public String toString() {
    return octet(0) + "." + octet(1) + "." + octet(2) + "." + octet(3);
  }
}
