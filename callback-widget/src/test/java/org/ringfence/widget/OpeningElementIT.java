package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.WidgetDesign;

/** What opens the panel by itself. That it does so once in a visit, DesignedElementIT says. */
class OpeningElementIT extends BrowserCase {
  private void design(Map<String, String> fields) {
    shop.designs.save(shop.tenant, shop.id, WidgetDesign.read(fields));
  }

  private static Locator panel(Page page) {
    return page.locator(".panel");
  }

  private static void requireClosed(Page page) {
    assertThat(page.locator(".launcher")).isVisible();
    assertThat(panel(page)).isHidden();
  }

  @Test
  void itOpensWhenTheOwnersTimeIsOverAndNotBefore() {
    design(Map.of("delay", "600"));
    page.clock().install();
    page.navigate(pageWithButton());
    requireClosed(page);
    page.clock().fastForward(500_000);
    requireClosed(page);
    page.clock().fastForward(100_000);

    assertThat(panel(page)).isVisible();
    assertThat(number()).not().isFocused();
  }

  @Test
  void itOpensWhenThePointerLeavesUpwardsAndNotToTheSide() {
    design(Map.of("exitIntent", "true"));
    page.navigate(pageWithButton());
    requireClosed(page);
    leaveAt(200);
    requireClosed(page);
    leaveAt(-1);

    assertThat(panel(page)).isVisible();
    assertThat(number()).not().isFocused();
    page.locator(".close").click();
    leaveAt(-1);
    requireClosed(page);
  }

  private void leaveAt(int height) {
    page.evaluate(
        "(clientY) => document.documentElement.dispatchEvent("
            + "new MouseEvent('mouseleave', { clientX: 300, clientY }))",
        height);
  }

  @Test
  void itOpensForWhoComesBackAnotherTimeAndNotForTheNextPage() {
    design(Map.of("returning", "true"));
    String address = pageWithButton();
    visitAt(page, 0, address);
    requireClosed(page);
    visitAt(page, 20, address);
    requireClosed(page);
    // A tab of its own is a visit of its own; what the browser keeps is the same.
    Page later = context.newPage();
    visitAt(later, 40, address);
    requireClosed(later);
    Page back = context.newPage();
    visitAt(back, 71, address);

    assertThat(panel(back)).isVisible();
    visitAt(back, 140, address);
    // Once in a visit, however long that takes.
    assertThat(panel(back)).isHidden();
  }

  private void visitAt(Page visit, int minutes, String address) {
    visit.clock().setFixedTime(Date.from(shop.clock.instant().plusSeconds(60L * minutes)));
    visit.navigate(address);
  }
}
