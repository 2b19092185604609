package org.ringfence.domain.callback;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.pbx.OutboundRoute;
import org.ringfence.domain.pbx.Trunk;

/** What calls to visitors cost, by the rates that a tenant's outbound routes name. */
public final class CallPrices {
  private final List<OutboundRoute> routes;

  public CallPrices(List<OutboundRoute> routes) {
    this.routes = List.copyOf(routes);
  }

  /**
   * Hundredths of the currency for begun minutes. Where several routes may have taken the call, the
   * dearest counts; nothing where nobody named a rate.
   *
   * @param trunk section name of the one that placed the call
   * @param number international, with or without +
   */
  public long cents(String trunk, String number, long seconds) {
    String digits = number.replaceFirst("^\\+", "");
    BigDecimal rate =
        routes.stream()
            .filter(route -> route.isFor(digits, NumberRanges.of(digits)))
            .flatMap(route -> route.trunks().stream())
            .filter(way -> Trunk.sectionName(way.trunk()).equals(trunk))
            .map(OutboundRoute.Way::rate)
            .max(BigDecimal::compareTo)
            .orElse(BigDecimal.ZERO);
    return rate.multiply(BigDecimal.valueOf((seconds + 59) / 60))
        .movePointRight(2)
        .setScale(0, RoundingMode.UP)
        .longValueExact();
  }
}
