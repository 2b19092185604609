package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackState;

/** How the element looks in every state, theme and width, and what it costs a page. */
class ElementLooksIT extends BrowserCase {
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
    await().atMost(LIMIT).until(() -> sizes.size() >= 7);

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
    String behindButton = pageWithButton();
    for (String address : List.of(pageWithForm("de"), behindButton)) {
      page.navigate(address);
      if (address.equals(behindButton)) {
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
