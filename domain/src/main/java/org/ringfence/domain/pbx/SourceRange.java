package org.ringfence.domain.pbx;

import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Text;

/** An IPv4 address or a range of them in CIDR form; at least a /8. */
public record SourceRange(Ipv4 address, int prefix) {
  public SourceRange {
    if (prefix < 8 || prefix > 32) {
      throw new InvalidValue("A range ends with /8 to /32, for example 192.0.2.0/24.");
    }
  }

  public static SourceRange parse(String text) {
    String trimmed = Text.trimmed("The address", text);
    int slash = trimmed.indexOf('/');
    if (slash < 0) {
      return new SourceRange(new Ipv4(trimmed), 32);
    }
    try {
      return new SourceRange(
          new Ipv4(trimmed.substring(0, slash)), Integer.parseInt(trimmed.substring(slash + 1)));
    } catch (NumberFormatException notANumber) {
      throw new InvalidValue("A range ends with /8 to /32, for example 192.0.2.0/24.");
    }
  }

  @Override
  public String toString() {
    return address + "/" + prefix;
  }
}
