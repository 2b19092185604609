package org.ringfence.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/** A DNS name or an IPv4 address as it may stand in a SIP URI, without port. Lower case. */
public record SipHost(String value) {
  private static final Pattern LABELS =
      Pattern.compile(
          "(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.?");
  private static final Pattern NUMBERS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

  public SipHost {
    value = Text.trimmed("The host", value).toLowerCase(Locale.ROOT);
    if (value.isEmpty()) {
      throw new InvalidValue(
          "The host is empty. Please enter the name or address your provider gave you.");
    }
    boolean wellFormed =
        NUMBERS_AND_DOTS.matcher(value).matches()
            ? IPV4.matcher(value).matches()
            : LABELS.matcher(value).matches();
    if (value.length() > 253 || !wellFormed) {
      throw new InvalidValue(
          "This is not a host name or an IPv4 address. Please write it without port or spaces, for example sip.example.com.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
