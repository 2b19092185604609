package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Origin;

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
    await().until(() -> shop.requests.withdrawn(shop.tenant).contains(id));
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
        .pollInSameThread()
        .until(
            () -> {
              page.clock().runFor(3_000);
              return title().innerText().equals(heading);
            });
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

  @Test
  void whoWantsLessMotionGetsNone() {
    use(new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE));
    page.navigate(pageWithForm("en"));
    shop.move(askInForm(), CallbackState.CALLING);
    assertThat(title()).hasText("We are calling you");

    assertThat(
            page.evaluate(
                "() => document.querySelector('ringfence-callback').shadowRoot.getAnimations().length"))
        .isEqualTo(0);
  }

  @Test
  void everythingAPageLoadsBeforeUseFitsInFifteenKibibytes() {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    page.onRequestFinished(
        request -> {
          if (request.url().startsWith(edge.address().toString())) {
            sizes.add(request.sizes().responseBodySize);
          }
        });
    page.navigate(pageWithButton());
    assertThat(launcher()).isVisible();
    await().until(() -> sizes.size() >= 7);

    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isBetween(1, 15 * 1024);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void axeFindsNothing(String theme) {
    ColorScheme scheme = theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT;
    use(new Browser.NewContextOptions().setColorScheme(scheme));
    page.navigate(pageWithButton());
    launcher().click();
    requireNoViolations("form");
    number().fill("12");
    ask().click();
    assertThat(page.locator(".error")).isVisible();
    requireNoViolations("refusal");
    number().fill("030 123456");
    ask().click();
    assertThat(title()).hasText("Call requested");
    requireNoViolations("queued");
    CallbackId id = theOnlyRequest();
    for (Map.Entry<CallbackState, String> step :
        List.of(
            Map.entry(CallbackState.CALLING, "We are calling you"),
            Map.entry(CallbackState.CONNECTED, "You are connected"),
            Map.entry(CallbackState.FAILED, "Nobody could be reached"))) {
      shop.move(id, step.getKey());
      assertThat(title()).hasText(step.getValue());
      requireNoViolations(step.getKey().name());
    }
  }

  @Test
  void nothingIsCutOffAt320Pixels() {
    use(new Browser.NewContextOptions().setViewportSize(320, 640));
    for (String address : List.of(pageWithForm("de"), pageWithButton())) {
      page.navigate(address);
      if (launcher().isVisible()) {
        launcher().click();
      }
      assertThat(number()).isVisible();

      assertThat(page.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(320);
      assertThat(
              page.evaluate(
                  "() => [...document.querySelector('ringfence-callback').shadowRoot.querySelectorAll('.frame *')]"
                      + ".filter((e) => !e.closest('.live') && e.getClientRects().length)"
                      + ".filter((e) => { const r = e.getBoundingClientRect(); return r.left < 0 || r.right > 320; })"
                      + ".map((e) => e.tagName + '.' + e.className)"))
          .isEqualTo(List.of());
    }
  }

  @ParameterizedTest
  @CsvSource({"light,1200", "dark,1200", "light,320"})
  void theDemoWebsiteCarriesTheWidgetUnderItsStrictPolicy(String theme, int width)
      throws IOException {
    ColorScheme scheme = theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT;
    use(
        new Browser.NewContextOptions()
            .setColorScheme(scheme)
            .setReducedMotion(ReducedMotion.REDUCE)
            .setViewportSize(width, 800));
    String html =
        Files.readString(Path.of("demo/index.html"))
            .replace("@PORTAL@", edgeOrigin())
            .replace("@KEY@", shop.key.value());
    page.navigate(site.document("/", html));
    launcher().click();
    number().fill("030 123456");
    picture("demo-" + theme + "-" + width);
    ask().click();

    assertThat(title()).hasText("Call requested");
    assertThat(complaints).isEmpty();
    requireNoViolations("demo website");
  }

  /** Pictures for people to look at, in target/screenshots, and in docs when asked to. */
  @ParameterizedTest
  @CsvSource({"light,1000", "dark,1000", "light,320", "dark,320"})
  void everyStateHasItsPicture(String theme, int width) throws IOException {
    ColorScheme scheme = theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT;
    use(
        new Browser.NewContextOptions()
            .setColorScheme(scheme)
            .setReducedMotion(ReducedMotion.REDUCE)
            .setViewportSize(width, 640));
    String name = theme + "-" + width + "-";
    page.navigate(pageWithButton());
    assertThat(launcher()).isVisible();
    picture(name + "button");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(number()).isFocused();
    picture(name + "panel-focus");
    number().fill("12");
    page.keyboard().press("Enter");
    assertThat(page.locator(".error")).isVisible();
    picture(name + "panel-refused");
    number().fill("030 123456");
    page.keyboard().press("Enter");
    assertThat(title()).hasText("Call requested");
    assertThat(button("Cancel the call")).isVisible();
    picture(name + "panel-queued");
    shop.move(theOnlyRequest(), CallbackState.CALLING);
    assertThat(title()).hasText("We are calling you");
    picture(name + "panel-calling");
    page.keyboard().press("Escape");
    picture(name + "button-calling");
    shop.move(theOnlyRequest(), CallbackState.CONNECTED);
    page.navigate(pageWithForm("de"));
    assertThat(title()).hasText("Sie sind verbunden");
    picture(name + "form-connected");
    shop.move(theOnlyRequest(), CallbackState.FAILED, "visitor-no-answer");
    assertThat(title()).hasText("Niemand war zu erreichen");
    picture(name + "form-failed");
    button("Noch einmal versuchen").click();
    assertThat(number()).isFocused();
    picture(name + "form");
    page.evaluate(
        "() => { document.querySelector('ringfence-callback').shadowRoot.querySelector('.frame').dir = 'rtl';"
            + " document.documentElement.dir = 'rtl'; }");
    picture(name + "form-rtl");

    assertThat(Path.of("target/screenshots", name + "form-rtl.png")).isNotEmptyFile();
    if (name.equals("light-320-") && System.getenv("RINGFENCE_DOCS_SCREENSHOTS") != null) {
      inARow(
          "widget-states",
          Stream.of(
                  "panel-focus",
                  "panel-refused",
                  "panel-queued",
                  "panel-calling",
                  "form-connected",
                  "form-failed")
              .map(name::concat)
              .toList());
    }
  }

  /** Some of the pictures beside each other, as one for the documentation. */
  private void inARow(String row, List<String> names) throws IOException {
    StringBuilder html =
        new StringBuilder("<body style='margin:8px;display:flex;gap:8px;background:white'>");
    for (String name : names) {
      byte[] picture = Files.readAllBytes(Path.of("target/screenshots", name + ".png"));
      html.append("<img alt='' width=200 height=400 src='data:image/png;base64,")
          .append(Base64.getEncoder().encodeToString(picture))
          .append("'>");
    }
    Page sheet = context.newPage();
    sheet.setViewportSize(8 + 208 * names.size(), 416);
    sheet.setContent(html.toString());
    keep(Path.of("../docs/screenshots"), row, sheet.screenshot());
  }

  private void picture(String name) {
    keep(name, page.screenshot());
  }
}
