package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ReducedMotion;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.WidgetDesign;

/** What axe says of the states that few visitors meet, from both sides and on narrow screens. */
class AccessibleElementIT extends BrowserCase {
  @ParameterizedTest
  @CsvSource({"ar, 1000, false", "ar, 320, true", "en, 320, true", "en, 320, false"})
  void axeFindsNothingInStatesThatAreRare(String language, int width, boolean floating) {
    use(
        new Browser.NewContextOptions()
            .setViewportSize(width, 800)
            // A colour between two is nobody's.
            .setReducedMotion(ReducedMotion.REDUCE));
    String address = floating ? pageWithButton("/button", language, "") : pageWithForm(language);
    page.navigate(address);
    if (floating) {
      launcher().click();
    }
    CallbackId first = ask("030 123456");
    look("queued");
    shop.requests.again(first, Instant.now().plus(Duration.ofDays(1)), shop.clock.instant());
    assertThat(sentence()).containsText(":");
    look("called again later");
    shop.move(first, CallbackState.EXPIRED);
    look("expired");

    page.locator(".progress .secondary").first().click();
    shop.clock.pass(Duration.ofMinutes(6));
    CallbackId second = ask("030 654321");
    page.evaluate("() => document.querySelector('ringfence-callback').cancel()");
    look("failed");
    assertThat(shop.requests.findPublic(second))
        .map(CallbackRequest::reason)
        .contains(CallbackRequest.CANCELLED);

    page.evaluate("() => localStorage.clear()");
    shop.designs.save(
        shop.tenant,
        shop.id,
        WidgetDesign.read(Map.of("hours", "mon-fri 09:00-17:00", "closed", "later")));
    page.navigate(address);
    if (floating && !page.locator(".panel").isVisible()) {
      launcher().click();
    }
    assertThat(page.locator("#at")).isVisible();
    look("closed, with times");
    shop.publish(false, shop.origin);
    page.navigate(pageWithForm(language));
    assertThat(page.locator(".lead")).isVisible();
    assertThat(number()).isHidden();
    look("closed");
  }

  private CallbackId ask(String number) {
    number().fill(number);
    ask().click();
    assertThat(page.locator(".progress[data-state=queued]")).isVisible();
    return shop.requests.all().get(shop.requests.all().size() - 1).id();
  }

  private void look(String state) {
    if (state.indexOf(' ') < 0 && !state.equals("closed")) {
      assertThat(page.locator(".progress[data-state=" + state + "]")).isVisible();
      assertThat(sentence()).not().isEmpty();
    }
    requireNoViolations(state);
    assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
        .as(state)
        .isEqualTo(true);
  }
}
