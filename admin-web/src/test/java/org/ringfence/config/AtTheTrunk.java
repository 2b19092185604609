package org.ringfence.config;

import java.util.EnumSet;
import java.util.Set;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.NumberFormat;

/** What a provider gets to see, for tests across modules. */
public final class AtTheTrunk {
  private AtTheTrunk() {}

  /**
   * How trunks there can write numbers. Where the country's plan is not known to Ringfence, a
   * national way of writing is nothing a provider could be asked to read.
   */
  public static Set<NumberFormat> formats(Country country) {
    return NumberingPlan.of(country).isKnown()
        ? EnumSet.allOf(NumberFormat.class)
        : EnumSet.of(NumberFormat.PLUS_E164, NumberFormat.E164);
  }

  /** The number as a trunk of a tenant in this country writes it. */
  public static String written(E164 number, Country country, NumberFormat format) {
    return NumberingPlan.of(country).format(number, format);
  }
}
