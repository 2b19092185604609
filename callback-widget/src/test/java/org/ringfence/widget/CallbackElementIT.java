package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;

/** What visitors, owners and their pages meet. */
class CallbackElementIT extends BrowserCase {
  @Test
  void oneLineOfHtmlLetsAVisitorSeeTheWholeCall() {
    page.navigate(pageWithButton());
    launcher().click();
    number().fill("030 / 12 34 56");
    ask().click();

    assertThat(title()).hasText("Call requested");
    CallbackId id = theOnlyRequest();
    assertThat(shop.requests.all().get(0).visitor()).hasToString("+4930123456");
    assertThat(shop.requests.all().get(0).page()).isEqualTo(site.origin() + "/button");
    shop.move(id, CallbackState.CALLING);
    assertThat(title()).hasText("We are calling you");
    assertThat(page.locator("li[aria-current=step]")).hasText("Calling you");
    shop.move(id, CallbackState.CONNECTED);
    assertThat(title()).hasText("You are connected");
    shop.move(id, CallbackState.ENDED);
    assertThat(title()).hasText("The call has ended");
    assertThat(hosts).containsExactlyInAnyOrder(site.origin(), edgeOrigin());
    assertThat(complaints).isEmpty();
    assertThat(context.cookies()).isEmpty();
  }

  @Test
  void aFormStandsWhereTheOwnerPutsTheElement() {
    page.navigate(pageWithForm("en"));

    assertThat(number()).isVisible();
    assertThat(page.getByText("For example 030 123456")).isVisible();
    assertThat(launcher()).isHidden();
    number().fill("030 123456");
    number().press("Enter");
    assertThat(title()).hasText("Call requested");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "visitor-busy|Your line was busy. Ask for another call when it is free.",
        "visitor-no-answer|Your phone rang, but nobody picked up.",
        "agent-no-answer|Nobody was free to take the call. Please try again in a few minutes.",
        "trunk refused with 503|We are sorry: this call did not come about.",
      })
  void aCallThatDidNotComeAboutSaysWhyAndOffersAnother(String reason, String sentence) {
    page.navigate(pageWithForm("en"));
    CallbackId id = askInForm();
    shop.move(id, CallbackState.FAILED, reason);

    assertThat(title()).hasText("Nobody could be reached");
    assertThat(sentence()).hasText(sentence);
    button("Try again").click();
    assertThat(number()).isVisible();
    assertThat(number()).isFocused();
  }

  @Test
  void aReloadFindsTheCallAgain() {
    page.navigate(pageWithForm("en"));
    CallbackId id = askInForm();
    shop.move(id, CallbackState.CALLING);
    assertThat(title()).hasText("We are calling you");
    page.reload();

    assertThat(title()).hasText("We are calling you");
    shop.move(id, CallbackState.CONNECTED);
    assertThat(title()).hasText("You are connected");
    assertThat(shop.requests.all()).hasSize(1);
  }

  @Test
  void whoWaitsSeesThePlaceAndTheExpectedWait() {
    shop.requests.took(Duration.ofSeconds(100));
    CallbackId before = shop.request();
    page.navigate(pageWithForm("en"));
    number().fill("030 123456");
    ask().click();

    assertThat(sentence()).hasText("Calls before yours: 1. Expected wait: about 2 min.");
    assertThat(page.getByRole(AriaRole.STATUS))
        .hasText("Call requested. Calls before yours: 1. Expected wait: about 2 min.");
    shop.move(before, CallbackState.ENDED);
    assertThat(sentence())
        .hasText("We have your number and call you in a moment. You may leave this page.");
  }

  @Test
  void whoWasNotReachedReadsWhenTheNextCallComes() {
    page.navigate(pageWithForm("en"));
    CallbackId id = askInForm();
    shop.move(id, CallbackState.CALLING);
    assertThat(title()).hasText("We are calling you");
    shop.requests.again(id, Instant.now().plus(Duration.ofDays(1)), shop.clock.instant());

    assertThat(sentence()).containsText("Nobody could be reached. We call again at this time: ");
    assertThat(title()).hasText("Call requested");
  }

  @Test
  void whoWaitsCancelsAndIsNotCalled() {
    page.navigate(pageWithForm("en"));
    CallbackId id = askInForm();
    button("Cancel the call").click();

    assertThat(title()).hasText("Cancelled");
    assertThat(title()).isFocused();
    assertThat(sentence())
        .hasText("Nobody will call you. You may ask for another call at any time.");
    assertThat(button("Cancel the call")).isHidden();
    assertThat(shop.requests.findPublic(id))
        .map(CallbackRequest::reason)
        .contains(CallbackRequest.CANCELLED);
    page.reload();
    assertThat(title()).hasText("Cancelled");
    assertThat(complaints).isEmpty();
  }

  @Test
  void whoCancelsWhileSomebodyIsCalledReadsWhatToDoWhenThePhoneRings() {
    page.navigate(pageWithForm("en"));
    CallbackId id = askInForm();
    shop.move(id, CallbackState.CALLING);
    assertThat(title()).hasText("We are calling you");
    button("Cancel the call").click();

    assertThat(sentence())
        .hasText("We are cancelling. If your phone rings all the same, just do not pick up.");
    await().atMost(LIMIT).until(() -> shop.requests.withdrawn(shop.tenant).contains(id));
    shop.move(id, CallbackState.FAILED, CallbackRequest.CANCELLED);
    assertThat(title()).hasText("Cancelled");
  }

  @Test
  void whoCancelsWhenTheOwnPhoneRingsReadsThatItIsTooLateAndWhatToDo() {
    page.navigate(pageWithForm("en"));
    CallbackId id = askInForm();
    shop.move(id, CallbackState.CALLING);
    assertThat(title()).hasText("We are calling you");
    shop.requests.rings(id);
    button("Cancel the call").click();

    assertThat(sentence())
        .hasText(
            "Your phone is being called already. Just do not pick up; we will not call you again.");
    assertThat(button("Cancel the call")).isHidden();
    shop.move(id, CallbackState.FAILED, "visitor-no-answer");
    assertThat(title()).hasText("Nobody could be reached");
  }

  @Test
  void aReloadLeavesThePanelOfACallOpen() {
    page.navigate(pageWithButton());
    launcher().click();
    askInForm();
    page.reload();

    assertThat(title()).isVisible();
    assertThat(title()).hasText("Call requested");
    launcher().click();
    page.reload();
    assertThat(launcher()).hasText("Call requested");
    assertThat(page.locator(".panel")).isHidden();
  }

  @Test
  void aFinishedCallIsForgottenAfterAWhile() {
    page.navigate(pageWithForm("en"));
    shop.move(askInForm(), CallbackState.ENDED);
    assertThat(title()).hasText("The call has ended");
    page.reload();
    assertThat(title()).hasText("The call has ended");
    page.evaluate(
        "() => { for (const [name, text] of Object.entries(localStorage)) {"
            + " const kept = JSON.parse(text); kept.at -= 11 * 60 * 1000;"
            + " localStorage.setItem(name, JSON.stringify(kept)); } }");
    page.reload();

    assertThat(number()).isVisible();
  }

  @Test
  void aSecondTabShowsTheSameCall() {
    page.navigate(pageWithForm("en"));
    Page second = context.newPage();
    second.navigate(pageWithForm("en"));
    assertThat(second.locator("input")).isVisible();
    CallbackId id = askInForm();

    assertThat(second.locator("h2")).hasText("Call requested");
    shop.move(id, CallbackState.CALLING);
    assertThat(second.locator("h2")).hasText("We are calling you");
    shop.move(id, CallbackState.ENDED);
    assertThat(second.locator("h2")).hasText("The call has ended");
    button("Ask for another call").click();
    assertThat(second.locator("input")).isVisible();
  }

  @Test
  void theKeyboardAloneIsEnough() {
    page.navigate(pageWithButton());
    assertThat(launcher()).isVisible();
    page.keyboard().press("Tab");
    assertThat(launcher()).isFocused();
    page.keyboard().press("Enter");
    assertThat(number()).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.locator(".panel")).isHidden();
    assertThat(launcher()).isFocused();
    page.keyboard().press("Space");
    page.keyboard().type("030 123456");
    page.keyboard().press("Tab");
    assertThat(ask()).isFocused();
    page.keyboard().press("Enter");
    assertThat(title()).isFocused();
    assertThat(page.getByRole(AriaRole.STATUS))
        .hasText(
            "Call requested. We have your number and call you in a moment. You may leave this"
                + " page.");
  }

  @Test
  void aGermanPageSpeaksGerman() {
    page.navigate(pageWithForm("de-AT"));

    assertThat(title()).hasText("Wir rufen Sie zurück");
    number().fill("0900 1234567");
    number().press("Enter");
    assertThat(page.locator(".error"))
        .hasText(
            "Diese Nummer können wir nicht anrufen. Bitte nennen Sie einen Festnetz- oder"
                + " Mobilanschluss (Land: Deutschland).");
  }

  @Test
  void everyLanguageHasEveryText() {
    page.navigate(pageWithForm("en"));
    Object missing =
        page.evaluate(
            "async (parts) => {"
                + " const { LANGUAGES } = await import(parts + 'texts.js'); const ENGLISH = await LANGUAGES.en();"
                + " const keys = (o, at = '') => Object.entries(o).flatMap(([k, v]) =>"
                + "   v && typeof v === 'object' && !Array.isArray(v) ? keys(v, `${at}${k}.`)"
                + "   : [at + k]);"
                + " const wrong = [];"
                + " const { WORDS } = await import(parts + 'waiting.js');"
                + " for (const [tag, load] of Object.entries(LANGUAGES)) {"
                + "   const there = new Set(keys({ ...(await load()), waiting: WORDS[tag] ?? {} }));"
                + "   for (const key of keys({ ...ENGLISH, waiting: WORDS.en })) if (!there.delete(key)) wrong.push(tag + ' lacks ' + key);"
                + "   for (const key of there) wrong.push(tag + ' has too much: ' + key);"
                + " }"
                + " return wrong; }",
            edge.address() + new Scripts().digest() + "/");

    assertThat((List<?>) missing).isEmpty();
  }

  @Test
  void theOwnersScriptOpensItAndHearsWhatHappens() {
    page.navigate(pageWithButton());
    page.evaluate(
        "() => { globalThis.heard = [];"
            + " for (const name of ['open', 'close', 'state', 'refused'])"
            + "  document.addEventListener(`ringfence-${name}`, (event) =>"
            + "   heard.push([name, event.detail?.state ?? event.detail?.code ?? ''].join(' ').trim())); }");
    page.evaluate("() => document.querySelector('ringfence-callback').openPanel()");
    assertThat(number()).isFocused();
    page.evaluate("() => document.querySelector('ringfence-callback').requestCall('12')");
    assertThat(page.locator(".error")).isVisible();
    page.evaluate("() => document.querySelector('ringfence-callback').requestCall('030 123456')");
    assertThat(title()).hasText("Call requested");
    page.evaluate("() => document.querySelector('ringfence-callback').closePanel()");

    assertThat(page.locator(".panel")).isHidden();
    assertThat(page.evaluate("() => heard"))
        .isEqualTo(
            List.of(
                "open",
                "state sending",
                "state idle",
                "refused number-invalid",
                "state sending",
                "state queued",
                "close"));
  }
}
