package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;

/** The way of a visitor through all states, in Firefox. */
class FirefoxElementIT extends BrowserCase {
  @Override
  Browser browser() {
    return Browsers.firefox();
  }

  @Test
  void aVisitorSeesTheWholeCall() {
    shop.requests.took(Duration.ofSeconds(100));
    CallbackId before = shop.request();
    page.navigate(pageWithButton());
    launcher().click();
    assertThat(number()).isFocused();
    number().pressSequentially("12");
    ask().click();
    assertThat(page.locator(".error")).containsText("does not look like a complete phone number");
    number().fill("");
    number().pressSequentially("030123456");
    assertThat(number()).hasValue("030 123456");
    ask().click();

    assertThat(title()).hasText("Call requested");
    assertThat(sentence()).hasText("Calls before yours: 1. Expected wait: about 2 min.");
    CallbackId id =
        shop.requests.all().stream()
            .map(CallbackRequest::id)
            .filter(each -> !each.equals(before))
            .findFirst()
            .orElseThrow();
    shop.move(id, CallbackState.CALLING);
    assertThat(title()).hasText("We are calling you");
    page.reload();
    assertThat(title()).hasText("We are calling you");
    shop.move(id, CallbackState.CONNECTED);
    assertThat(title()).hasText("You are connected");
    shop.move(id, CallbackState.ENDED);
    assertThat(title()).hasText("The call has ended");
    assertThat(hosts).containsExactlyInAnyOrder(site.origin(), edgeOrigin());
    assertThat(context.cookies()).isEmpty();
  }

  @Test
  void nobodyReachedAndCancelledAreSaidInTheVisitorsLanguage() {
    page.navigate(pageWithForm("ar"));
    assertThat(page.locator(".frame")).hasAttribute("dir", "rtl");
    number().fill("030 123456");
    ask().click();
    assertThat(title()).hasText("تم طلب المكالمة");
    shop.move(theOnlyRequest(), CallbackState.FAILED, "visitor-no-answer");
    assertThat(page.locator(".progress")).hasAttribute("data-state", "failed");
    page.locator(".secondary").first().click();
    assertThat(number()).isFocused();
    // One request in five minutes.
    shop.clock.pass(Duration.ofMinutes(6));
    number().fill("030 654321");
    ask().click();
    button("إلغاء المكالمة").click();
    assertThat(title()).hasText("أُلغيت");
  }
}
