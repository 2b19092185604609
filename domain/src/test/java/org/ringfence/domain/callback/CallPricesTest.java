package org.ringfence.domain.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.OutboundRoute;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;

class CallPricesTest {
  private static final String MOBILE = "+4915123456789";
  private static final String LANDLINE = "+4930123456";
  private final TrunkId one = TrunkId.random();
  private final TrunkId two = TrunkId.random();

  private static OutboundRoute route(String name, String called, String trunks) {
    return (OutboundRoute)
        Handling.read(
            HandlingKind.OUTBOUND_ROUTE,
            HandlingId.random(),
            Map.of("name", name, "position", "1", "called", called, "trunks", trunks));
  }

  @Test
  void begunMinutesCostWhatTheRouteOfTheTrunkSaysRoundedUp() {
    CallPrices prices =
        new CallPrices(
            List.of(
                route("Mobiles", "mobile", one + " 0.075\n" + two + " 0.2"),
                route("All", "", one.toString())));

    assertThat(prices.cents(Trunk.sectionName(one), MOBILE, 61)).isEqualTo(15);
    assertThat(prices.cents(Trunk.sectionName(one), MOBILE, 60)).isEqualTo(8);
    assertThat(prices.cents(Trunk.sectionName(two), MOBILE, 1)).isEqualTo(20);
    assertThat(prices.cents(Trunk.sectionName(one), LANDLINE, 600)).isZero();
    assertThat(prices.cents("trunk-00000000", MOBILE, 600)).isZero();
    assertThat(new CallPrices(List.of()).cents(Trunk.sectionName(one), MOBILE, 600)).isZero();
  }
}
