package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Origin;

/** What visitors and owners meet where something is refused, switched off, lost or forgotten. */
class ElementInTroubleIT extends BrowserCase {
  @Test
  void aNumberThatIsNoneKeepsWhatWasTypedAndSaysWhatWouldBeRight() {
    page.navigate(pageWithForm("en"));
    number().fill("12");
    ask().click();

    assertThat(page.locator(".error"))
        .hasText(
            "This does not look like a complete phone number. Write it with its area code, for"
                + " example 030 123456.");
    assertThat(number()).hasValue("12");
    assertThat(number()).isFocused();
    assertThat(number()).hasAttribute("aria-invalid", "true");
    assertThat(number())
        .hasAccessibleDescription(
            "This does not look like a complete phone number. Write it with its area code, for"
                + " example 030 123456. For example 030 123456");
    number().fill("030 123456");
    ask().click();
    assertThat(title()).hasText("Call requested");
  }

  @Test
  void aNumberThatIsNotAllowedNamesTheCountry() {
    page.navigate(pageWithForm("en"));
    number().fill("0900 1234567");
    ask().click();

    assertThat(page.locator(".error"))
        .hasText("We cannot call this number. Please give a landline or mobile number in Germany.");
    assertThat(shop.requests.all()).isEmpty();
  }

  @Test
  void aSiteThatIsNotOnTheListIsToldWhatItsOwnerMustDo() {
    shop.publish(true, new Origin("https://other.example"));
    page.navigate(pageWithForm("en"));

    assertThat(page.locator(".error"))
        .hasText(
            "This site may not use this callback form. If it is yours: add "
                + site.origin()
                + " to the widget’s allowed sites in the portal.");
  }

  @Test
  void aPageWhosePolicyForgetsTheServerIsToldWhatToAllow() {
    String policy = OwnersSite.STRICT.replace("connect-src %1$s", "connect-src 'self'");
    page.navigate(page("/policy", policy, "en", "", form()));

    assertThat(page.locator(".error"))
        .hasText(
            "This page’s Content-Security-Policy stops the callback form. If it is yours: allow "
                + edgeOrigin()
                + " in connect-src.");
  }

  @Test
  void aSwitchedOffWidgetIsNotOffered() {
    shop.publish(false, shop.origin);
    page.navigate(pageWithButton());

    assertThat(launcher()).isHidden();
  }

  @Test
  void aBrowserThatForbidsStorageStillGetsTheCall() {
    page.addInitScript(
        "for (const name of ['localStorage', 'sessionStorage'])"
            + " Object.defineProperty(globalThis, name, { get() { throw new DOMException('', 'SecurityError'); } });");
    page.navigate(pageWithForm("en"));
    shop.move(askInForm(), CallbackState.CALLING);

    assertThat(title()).hasText("We are calling you");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aLostNetworkIsRetriedAndTheVisitorIsCalledOnce() {
    AtomicInteger tries = new AtomicInteger();
    List<String> keys = new CopyOnWriteArrayList<>();
    page.route(
        "**/callbacks",
        route -> {
          keys.add(route.request().headerValue("idempotency-key"));
          switch (tries.getAndIncrement()) {
            case 0 -> route.abort("internetdisconnected");
            case 1 -> {
              // The request arrives, the answer does not.
              route.fetch();
              route.abort("connectionreset");
            }
            default -> route.resume();
          }
        });
    page.navigate(pageWithForm("en"));
    number().fill("030 123456");
    ask().click();

    assertThat(page.locator(".waiting"))
        .hasText("No connection. We keep trying; you will be called once only.");
    assertThat(title()).hasText("Call requested");
    assertThat(keys).hasSize(3);
    assertThat(Set.copyOf(keys)).hasSize(1);
    theOnlyRequest();
  }

  @Test
  void aReloadWhileTheRequestIsUnderWaySendsTheSameRequest() {
    List<String> keys = new CopyOnWriteArrayList<>();
    page.route(
        "**/callbacks",
        route -> {
          keys.add(route.request().headerValue("idempotency-key"));
          if (keys.size() == 1) {
            route.fetch();
            route.abort("connectionreset");
          } else if (keys.size() == 2) {
            route.abort("connectionreset");
          } else {
            route.resume();
          }
        });
    page.navigate(pageWithForm("en"));
    number().fill("030 123456");
    ask().click();
    assertThat(page.locator(".waiting")).isVisible();
    page.reload();

    assertThat(title()).hasText("Call requested");
    assertThat(Set.copyOf(keys)).hasSize(1);
    theOnlyRequest();
  }

  @Test
  void withoutAStreamTheStatusIsPolled() {
    page.clock().install();
    page.route("**/events", route -> route.abort());
    page.navigate(pageWithForm("en"));
    CallbackId id = askInForm();
    shop.move(id, CallbackState.CALLING);

    untilPolled("We are calling you");
    shop.move(id, CallbackState.ENDED);
    untilPolled("The call has ended");
  }

  @Test
  void aCallTheServerForgotLeadsBackToTheForm() {
    page.clock().install();
    page.route("**/events", route -> route.abort());
    page.navigate(pageWithForm("en"));
    CallbackId id = askInForm();
    shop.requests.forget(id);

    untilPolled("We call you back");
    assertThat(number()).isVisible();
  }

  /** Lets the browser's time pass, not ours. */
  private void untilPolled(String heading) {
    await()
        .atMost(LIMIT)
        .pollInSameThread()
        .until(
            () -> {
              page.clock().runFor(3_000);
              return title().innerText().equals(heading);
            });
  }
}
