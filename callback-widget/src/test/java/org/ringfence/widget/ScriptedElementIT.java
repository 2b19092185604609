package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.WidgetDesign;

/** What an owner's page says to the element: by script, by attributes, by custom properties. */
class ScriptedElementIT extends BrowserCase {
  private Object element(String expression) {
    return page.evaluate(
        "async () => { const element = document.querySelector('ringfence-callback'); return "
            + expression
            + "; }");
  }

  @Test
  void thePagesScriptCancelsTheCallAndWithoutOneNothing() {
    page.navigate(pageWithForm("en"));
    assertThat(number()).isVisible();
    element("await element.cancel()");
    assertThat(element("element.state")).isEqualTo("idle");
    CallbackId id = askInForm();
    element("await element.cancel()");

    assertThat(title()).hasText("Cancelled");
    assertThat(element("element.state")).isEqualTo("failed");
    assertThat(shop.requests.findPublic(id))
        .map(CallbackRequest::reason)
        .contains(CallbackRequest.CANCELLED);
    element("await element.cancel()");
    assertThat(title()).hasText("Cancelled");
    assertThat(complaints).isEmpty();
  }

  @Test
  void thePagesScriptGoesBackToTheFormAndTheCallGoesOn() {
    page.navigate(pageWithForm("en"));
    CallbackId id = askInForm();
    element("element.reset()");

    assertThat(number()).isFocused();
    assertThat(number()).hasValue("");
    assertThat(element("element.state")).isEqualTo("idle");
    shop.move(id, CallbackState.CALLING);
    page.reload();
    assertThat(number()).isVisible();
    assertThat(shop.requests.findPublic(id))
        .map(CallbackRequest::state)
        .contains(CallbackState.CALLING);
  }

  /** On the element, or on anything around it. */
  @ParameterizedTest
  @CsvSource({"ringfence-callback", "html"})
  void customPropertiesOfThePageComeBeforeTheDesign(String where) {
    shop.designs.save(
        shop.tenant,
        shop.id,
        WidgetDesign.read(Map.of("accent", "#8a1c3c", "surface", "#fff8f0", "radius", "4")));
    page.navigate(pageWithButton());
    launcher().click();
    // Below the pointer it has another colour.
    page.mouse().move(5, 5);
    assertThat(launcher()).hasCSS("background-color", "rgb(138, 28, 60)");
    page.evaluate(
        "(where) => { const style = document.querySelector(where).style; for (const [name, value] of"
            + " Object.entries({ accent: '#102030', 'on-accent': '#f0f1f2', surface: '#e0ffe0',"
            + " field: '#ffffe0', text: '#111111', muted: '#333333', line: '#444444', radius: '9px',"
            + " font: 'monospace', 'font-size': '18px', offset: '31px', shadow: 'none',"
            + " 'z-index': '77' })) style.setProperty(`--ringfence-${name}`, value); }",
        where);

    assertThat(launcher()).hasCSS("background-color", "rgb(16, 32, 48)");
    assertThat(launcher()).hasCSS("color", "rgb(240, 241, 242)");
    assertThat(launcher()).hasCSS("box-shadow", "none");
    assertThat(page.locator(".panel")).hasCSS("background-color", "rgb(224, 255, 224)");
    assertThat(page.locator(".panel")).hasCSS("border-top-color", "rgb(68, 68, 68)");
    assertThat(page.locator(".panel")).hasCSS("border-radius", "9px");
    assertThat(page.locator(".frame")).hasCSS("font-family", "monospace");
    assertThat(page.locator(".frame")).hasCSS("font-size", "18px");
    assertThat(page.locator(".frame")).hasCSS("color", "rgb(17, 17, 17)");
    assertThat(page.locator(".lead")).hasCSS("color", "rgb(51, 51, 51)");
    assertThat(number()).hasCSS("background-color", "rgb(255, 255, 224)");
    assertThat(page.locator("ringfence-callback")).hasCSS("right", "31px");
    assertThat(page.locator("ringfence-callback")).hasCSS("bottom", "31px");
    assertThat(page.locator("ringfence-callback")).hasCSS("z-index", "77");
  }

  @ParameterizedTest
  @CsvSource({
    "light, DARK, 'rgb(255, 255, 255)'",
    "dark, LIGHT, 'rgb(27, 32, 35)'",
    "'', DARK, 'rgb(27, 32, 35)'",
    "'', LIGHT, 'rgb(255, 255, 255)'",
  })
  void theThemeOfThePageComesBeforeTheVisitorsSystem(
      String theme, ColorScheme scheme, String surface) {
    use(new Browser.NewContextOptions().setColorScheme(scheme));
    page.navigate(pageWithOptions("data-theme=\"" + theme + "\""));
    launcher().click();

    assertThat(page.locator(".panel")).hasCSS("background-color", surface);
  }

  @ParameterizedTest
  @CsvSource({
    "en, bottom-start, true",
    "en, bottom-end, false",
    "ar, bottom-start, false",
    "ar, bottom-end, true",
  })
  void itStandsWhereThePageSaysAndTheDesignDoesNotMoveIt(
      String language, String position, boolean left) {
    String other = position.equals("bottom-end") ? "bottom-start" : "bottom-end";
    shop.designs.save(shop.tenant, shop.id, WidgetDesign.read(Map.of("position", other)));
    page.navigate(pageWithOptions("data-position=\"" + position + "\""));
    page.evaluate(
        "(language) => { document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr'; }",
        language);
    assertThat(launcher()).isVisible();

    BoundingBox box = launcher().boundingBox();
    if (left) {
      assertThat(box.x).isEqualTo(20);
    } else {
      assertThat(box.x + box.width).isEqualTo(1000 - 20);
    }
  }

  @Test
  void theScriptMayPlaceAFormInstead() {
    page.navigate(pageWithOptions("data-mode=\"form\" data-lang=\"nl\""));

    assertThat(number()).isVisible();
    assertThat(launcher()).isHidden();
    assertThat(title()).hasText("Wij bellen u terug");
  }

  private String pageWithOptions(String options) {
    return page(
        "/options",
        OwnersSite.STRICT,
        "en",
        "<script type=\"module\" src=\""
            + script()
            + "\" data-key=\""
            + shop.key
            + "\" "
            + options
            + "></script>",
        "");
  }
}
