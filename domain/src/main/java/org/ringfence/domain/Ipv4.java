package org.ringfence.domain;

import java.util.regex.Pattern;

/** An IPv4 address in dotted form. */
public record Ipv4(String value) {
  private static final Pattern SHAPE =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

  public Ipv4 {
    if (!SHAPE.matcher(value).matches()) {
      throw new InvalidValue("This is not an IPv4 address, for example 192.0.2.10.");
    }
  }

  /** The address as an unsigned number, for arithmetic within a network. */
  public long number() {
    long number = 0;
    for (String octet : value.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(octet);
    }
    return number;
  }

  public static Ipv4 ofNumber(long number) {
    return new Ipv4(
        (number >> 24 & 255)
            + "."
            + (number >> 16 & 255)
            + "."
            + (number >> 8 & 255)
            + "."
            + (number & 255));
  }

  @Override
  public String toString() {
    return value;
  }
}
