package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.callback.WidgetStatistics.Views;

class ViewCounterTest {
  private final Shop shop = new Shop("https://shop.example");

  private void tell(boolean opened, String page, String source, String address) {
    shop.callbacks.count(shop.key, shop.origin, opened, page, source, address);
  }

  @Test
  void whatIsToldIsAddedUpAndStoredOnce() {
    tell(false, "/prices", "https://Search.example/find?q=me", "v4 1");
    tell(false, "/prices", "search.example", "v4 2");
    tell(true, "/prices", "search.example", "v4 2");
    shop.callbacks.storeViews();
    shop.callbacks.storeViews();

    assertThat(shop.statistics.all())
        .singleElement()
        .satisfies(
            views -> {
              assertThat(views.page()).isEqualTo("/prices");
              assertThat(views.source()).isEqualTo("search.example");
              assertThat(views.shown()).isEqualTo(2);
              assertThat(views.opened()).isEqualTo(1);
              assertThat(views.hour()).isEqualTo(10);
            });
  }

  @Test
  void oneAddressIsCountedSoOftenInAMinute() {
    for (int i = 0; i < 500; i++) {
      tell(false, "/", "", "v4 1");
    }
    tell(false, "/", "", "v4 2");
    shop.clock.pass(Duration.ofMinutes(1));
    tell(false, "/", "", "v4 1");
    shop.callbacks.storeViews();

    assertThat(shop.statistics.all()).extracting(Views::shown).containsExactly(62);
  }

  @Test
  void inventedPagesDoNotFillTheMemory() {
    for (int i = 0; i < 20_000; i++) {
      tell(false, "/" + i, "s" + i, "v4 " + i);
    }
    shop.callbacks.storeViews();

    assertThat(shop.statistics.all()).hasSizeLessThan(6_000);
    assertThat(shop.statistics.all().stream().mapToInt(Views::shown).sum()).isEqualTo(20_000);
  }

  @Test
  void whatIsNoPathOrCannotBeSeenIsOneOfTheOthers() {
    tell(false, "javascript:alert(1)", "a\u0000b", "v4 1");
    tell(false, "/" + "x".repeat(300), "y".repeat(300), "v4 1");
    shop.callbacks.storeViews();

    Set<String> told =
        shop.statistics.all().stream()
            .map(views -> views.page() + views.source())
            .collect(Collectors.toSet());
    assertThat(told).containsExactly(WidgetStatistics.OTHERS + WidgetStatistics.OTHERS);
  }
}
