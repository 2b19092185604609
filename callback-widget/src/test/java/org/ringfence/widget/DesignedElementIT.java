package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.callback.WidgetDesign;

/** The element as an owner designed it, on a page of another origin with a strict policy. */
class DesignedElementIT extends BrowserCase {
  /** Everything a designer can say at once. */
  private static final Map<String, String> FULL =
      Map.ofEntries(
          Map.entry("accent", "#8a1c3c"),
          Map.entry("surface", "#fff8f0"),
          Map.entry("radius", "4"),
          Map.entry("position", "bottom-start"),
          Map.entry("name", "required"),
          Map.entry("departments", "Sales = 101\nWorkshop = 102"),
          Map.entry("times", "true"),
          Map.entry("consentLink", "https://shop.example/privacy"),
          Map.entry("text.en.launcher", "Ring me <b>now</b>"),
          Map.entry("text.en.consent", "I agree to be called <img src=x onerror=alert(1)>."),
          Map.entry("text.de.launcher", "Rufen Sie mich an"),
          Map.entry("text.de.consent", "Ich bin mit dem Anruf einverstanden."));

  private void design(Map<String, String> fields) {
    shop.designs.save(shop.tenant, shop.id, WidgetDesign.read(fields));
  }

  @Test
  void itLooksAsDesignedUnderAStrictPolicyAndTextsStayText() {
    design(FULL);
    page.navigate(pageWithButton("/", "en", ""));

    assertThat(launcher()).hasText("Ring me <b>now</b>");
    assertThat(launcher()).hasCSS("background-color", "rgb(138, 28, 60)");
    assertThat(launcher()).hasCSS("color", "rgb(255, 255, 255)");
    assertThat(page.locator("ringfence-callback")).hasAttribute("position", "bottom-start");
    launcher().click();
    assertThat(page.locator(".panel")).hasCSS("background-color", "rgb(255, 248, 240)");
    assertThat(page.locator(".panel")).hasCSS("border-radius", "4px");
    assertThat(page.locator(".consent"))
        .hasText("I agree to be called <img src=x onerror=alert(1)>. More about this");
    assertThat(page.locator(".consent img")).hasCount(0);
    assertThat(page.locator(".consent a")).hasAttribute("href", "https://shop.example/privacy");
    assertThat(complaints).isEmpty();
    requireNoViolations("a full design");
  }

  @Test
  void whatIsAskedForMustBeThereAndArrivesWithTheRequest() {
    design(FULL);
    page.navigate(
        pageWithButton("/landing", "en", "") + "?utm_source=news&utm_term=%3Cb%3E&secret=1");
    launcher().click();
    number().fill("030 123456");
    page.keyboard().press("Enter");
    assertThat(page.locator(".error")).containsText("Something is missing");
    assertThat(page.locator("#name")).isFocused();
    assertThat(page.locator("#name")).hasAttribute("aria-invalid", "true");
    assertThat(page.locator("#name"))
        .hasAccessibleDescription(
            "Something is missing or has changed. Please check what you entered.");
    assertThat(number()).hasAttribute("aria-invalid", "false");
    requireNoViolations("a missing name");
    page.locator("#name").fill("Ada");
    ask().click();
    assertThat(page.locator("#consent")).isFocused();
    assertThat(page.locator("#consent")).hasAttribute("aria-invalid", "true");
    assertThat(page.locator("#consent"))
        .hasAccessibleDescription(
            "Something is missing or has changed. Please check what you entered.");
    assertThat(page.locator("#name")).hasAttribute("aria-invalid", "false");
    assertThat(page.locator("#name")).hasAccessibleDescription("");
    requireNoViolations("a missing consent");
    page.locator("#department").selectOption("Workshop");
    page.locator("#consent").check();
    ask().click();

    assertThat(title()).hasText("Call requested");
    assertThat(shop.requests.all()).singleElement().extracting("agent").hasToString("102");
    assertThat(shop.leads.all())
        .singleElement()
        .satisfies(
            lead -> {
              assertThat(lead.name()).isEqualTo("Ada");
              assertThat(lead.campaign()).isEqualTo(Map.of("source", "news", "term", "<b>"));
              assertThat(lead.consent()).isPresent();
            });
  }

  @Test
  void theSecondPageOfAVisitStillKnowsTheCampaignAndShowsForItAlone() {
    design(Map.of("campaigns", "utm_source=news", "pages", "/shop/*\n!/shop/jobs"));
    page.navigate(pageWithButton("/shop/a", "en", ""));
    assertThat(launcher()).isHidden();
    context.clearCookies();
    Page other = context.newPage();
    other.navigate(pageWithButton("/shop/b", "en", "") + "?utm_source=News");
    assertThat(other.locator(".launcher")).isVisible();
    other.navigate(pageWithButton("/shop/c", "en", ""));
    assertThat(other.locator(".launcher")).isVisible();
    other.navigate(pageWithButton("/shop/jobs", "en", ""));
    assertThat(other.locator(".frame")).isHidden();
    other.navigate(pageWithButton("/about", "en", ""));
    assertThat(other.locator(".frame")).isHidden();
  }

  @Test
  void aButtonOfThePagesOwnOpensItAndGetsTheFocusBack() {
    design(Map.of("kind", "own"));
    page.navigate(
        pageWithButton(
            "/own", "en", "<button type=\"button\" data-ringfence-callback>Call me</button>"));
    Locator own = page.locator("main button");
    own.focus();
    page.keyboard().press("Enter");
    assertThat(number()).isFocused();
    assertThat(launcher()).isHidden();
    page.keyboard().press("Escape");
    assertThat(page.locator(".panel")).isHidden();
    assertThat(own).isFocused();
  }

  @Test
  void whoPressesTheButtonBeforeTheWidgetIsThereGetsTheFocusWhenItIs() {
    design(Map.of("kind", "own"));
    List<Route> held = new CopyOnWriteArrayList<>();
    page.route(Pattern.compile(".*/widgets/" + shop.key + "\\?.*"), held::add);
    page.navigate(
        pageWithButton(
            "/own", "en", "<button type=\"button\" data-ringfence-callback>Call me</button>"));
    page.locator("main button").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("ringfence-callback")).hasAttribute("open", "");
    assertThat(number()).not().isFocused();

    held.forEach(Route::resume);
    assertThat(number()).isFocused();
  }

  @Test
  void itOpensByItselfOnceInAVisitAndLeavesTheFocusWhereItIs() {
    design(Map.of("scroll", "60"));
    page.navigate(pageWithButton("/long", "en", "<p>x</p>".repeat(300)));
    assertThat(launcher()).isVisible();
    assertThat(page.locator(".panel")).isHidden();
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)");
    assertThat(page.locator(".panel")).isVisible();
    assertThat(number()).not().isFocused();
    page.locator(".close").click();
    page.reload();
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)");
    assertThat(launcher()).isVisible();
    assertThat(page.locator(".panel")).isHidden();
  }

  /** The clock of the shop stands at a Sunday. */
  @Test
  void whileNobodyIsThereALaterTimeIsOfferedOrNothingIsShown() {
    Map<String, String> hours = new HashMap<>(Map.of("hours", "mon-fri 09:00-17:00"));
    hours.put("closed", "later");
    design(hours);
    page.navigate(pageWithButton("/closed", "en", ""));
    launcher().click();
    assertThat(page.locator(".lead")).containsText("Choose when we call you");
    number().fill("030 123456");
    page.locator("#at")
        .selectOption(new com.microsoft.playwright.options.SelectOption().setIndex(2));
    ask().click();
    assertThat(title()).hasText("Call requested");
    assertThat(shop.requests.all())
        .singleElement()
        .extracting("dueAt")
        .hasToString("2026-11-23T10:00:00Z");

    hours.put("closed", "hide");
    design(hours);
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }");
    page.navigate(pageWithButton("/hidden", "en", ""));
    assertThat(page.locator(".frame")).isHidden();
  }

  @Test
  void aPageOfAFullDesignLoadsAtMostFifteenKibibytesInAnyLanguage() {
    design(FULL);
    for (String language : WidgetDesign.LANGUAGES) {
      List<Integer> sizes = new CopyOnWriteArrayList<>();
      try (BrowserContext fresh = browser().newContext()) {
        Page visit = fresh.newPage();
        visit.onRequestFinished(
            request -> {
              if (request.url().startsWith(edge.address().toString())) {
                sizes.add(request.sizes().responseBodySize);
              }
            });
        visit.navigate(pageWithButton("/" + language, language, ""));
        assertThat(visit.locator(".launcher")).isVisible();
        await().atMost(LIMIT).until(() -> sizes.size() >= 9);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum())
            .as(language)
            .isBetween(1, 15 * 1024);
      }
    }
  }

  /** For people to look at, in target/screenshots, and in docs when asked to. */
  @ParameterizedTest
  @CsvSource({
    "widget-right-to-left, ar, 1000, LIGHT",
    "widget-320-pixels, de, 320, LIGHT",
    "widget-dark, en, 1000, DARK",
    "widget-keyboard-focus, en, 700, LIGHT",
  })
  void itHasItsPicture(String name, String language, int width, ColorScheme scheme) {
    Map<String, String> fields = new HashMap<>(FULL);
    if (scheme == ColorScheme.DARK) {
      fields.remove("surface");
      fields.remove("accent");
    }
    fields.put("text.en.launcher", "Call me back");
    fields.put("text.en.consent", "I agree to be called.");
    fields.put("text.ar.consent", "أوافق على الاتصال بي.");
    design(fields);
    try (BrowserContext own =
        browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(width, 800)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setColorScheme(scheme))) {
      Page visit = own.newPage();
      visit.navigate(pageWithButton("/" + name, language, ""));
      assertThat(visit.locator(".launcher")).isVisible();
      visit.keyboard().press("Tab");
      visit.keyboard().press("Enter");
      assertThat(visit.locator("input[type=tel]")).isFocused();
      assertThat(visit.locator(".consent")).isVisible();
      assertThat(visit.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
          .isEqualTo(true);
      byte[] picture = visit.screenshot();
      keep(name, picture);
      if (System.getenv("RINGFENCE_DOCS_SCREENSHOTS") != null) {
        keep(Path.of("../docs/screenshots"), name, picture);
      }
    }
  }
}
