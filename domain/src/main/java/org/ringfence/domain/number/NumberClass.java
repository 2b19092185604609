package org.ringfence.domain.number;

import java.util.Locale;
import java.util.stream.Stream;

/** What kind of subscriber answers a number, and so roughly what a call costs. */
public enum NumberClass {
  /** A line at a place; also where a plan does not tell landlines from mobiles (North America). */
  FIXED,
  MOBILE,
  /** Free for the caller. */
  FREE,
  /** Numbers of companies, internet telephony, mailboxes and pagers: no surcharge. */
  OTHER,
  SHARED_COST,
  /** Follows a person; often dear. */
  PERSONAL,
  PREMIUM,
  /** Satellites and networks without a country: +870 and +88x. */
  SATELLITE,
  /** No plan knows it: where invented numbers earn money by fraud. */
  UNASSIGNED;

  /** As data files and forms write it: {@code shared-cost}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static NumberClass of(String text) {
    return Stream.of(values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no class of numbers: " + text));
  }
}
