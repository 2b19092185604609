package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.pbx.CallingPolicy;

/** The number field while somebody types: digits are grouped, none is refused, none is lost. */
class NumberFieldIT extends BrowserCase {
  @BeforeEach
  void showForm() {
    page.navigate(pageWithForm("en"));
    assertThat(page.getByText("For example 030 123456")).isVisible();
  }

  @Test
  void digitsAreGroupedAsTheirCountryDoes() {
    type("030123456");
    assertThat(number()).hasValue("030 123456");
    type("015123456789");
    assertThat(number()).hasValue("01512 3456789");
    type("+442079460123");
    assertThat(number()).hasValue("+44 20 7946 0123");
    type("0012125550123");
    assertThat(number()).hasValue("00 1 212-555-0123");
  }

  private void fromFrance() {
    shop.guards.save(
        shop.tenant, new CallbackPolicy(false, Set.of(new Country("FR")), 60, 60, 600, 5000));
    shop.guards.allow(CallingPolicy.USUAL, Set.of(new Country("FR")));
    use(new Browser.NewContextOptions().setLocale("fr-FR"));
  }

  @Test
  void whoIsAtHomeWhereTheWidgetCallsWritesAsPeopleThereDo() {
    fromFrance();
    page.navigate(pageWithForm("en"));
    assertThat(page.getByText("For example 01 23 45 67 89")).isVisible();
    type("0612345678");
    assertThat(number()).hasValue("06 12 34 56 78");
    ask().click();

    assertThat(sentence()).containsText("We call this number: \u2066+33 6 12 34 56 78\u2069.");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("+33 6 12 34 56 78");
    assertThat(shop.requests.all())
        .singleElement()
        .extracting("visitor")
        .hasToString("+33612345678");
  }

  @Test
  void whoWritesANumberOfTheWidgetsCountryThereReadsThatItIsOne() {
    fromFrance();
    page.navigate(pageWithForm("ar"));
    number().fill("0900 1234567");
    ask().click();
    assertThat(page.locator(".error")).containsText("فرنسا");
    number().fill("030 123456");
    ask().click();

    assertThat(sentence()).containsText("+49 30 123456");
    assertThat(shop.requests.all())
        .singleElement()
        .extracting("visitor")
        .hasToString("+4930123456");
  }

  @Test
  void whoIsAtHomeElsewhereWritesAsPeopleOfTheWidgetsCountryDo() {
    fromFrance();
    use(new Browser.NewContextOptions().setLocale("en-US"));
    page.navigate(pageWithForm("en"));
    assertThat(page.getByText("For example 030 123456")).isVisible();
    type("061234567");
    ask().click();

    assertThat(title()).hasText("Call requested");
    assertThat(button("Cancel the call")).isVisible();
    assertThat(sentence()).not().containsText("+49");
    assertThat(shop.requests.all())
        .singleElement()
        .extracting("visitor")
        .hasToString("+4961234567");
  }

  @Test
  void theFirstLanguageOfACountryThatIsCalledSaysWhich() {
    assertThat(
            page.evaluate(
                """
                async (parts) => {
                  const { chooseCountry } = await import(parts + 'countries.js');
                  const of = (...wished) => chooseCountry(wished, 'DE', { FR: '', GB: '' });
                  return [
                    of('fr-FR'), of('en-US', 'en', 'fr-FR'), of('de-DE', 'fr-FR'), of('fr'), of(),
                    of('zh-Hant-TW', 'en-Latn-GB'), of('es-419'), of('not a tag', 'fr-fr'),
                    of('toString'), chooseCountry(['fr-FR'], undefined, {}),
                  ].map(String);
                }
                """,
                edge.address() + new Scripts().digest() + "/"))
        .isEqualTo(List.of("FR", "FR", "DE", "DE", "DE", "GB", "DE", "FR", "DE", "undefined"));
  }

  @Test
  void theCaretStaysWhereItIsInTheNumber() {
    type("030123456");
    assertThat(number()).hasValue("030 123456");
    for (int i = 0; i < 6; i++) {
      page.keyboard().press("ArrowLeft");
    }
    page.keyboard().type("9");
    assertThat(number()).hasValue("030 9123456");
    assertThat(caret()).isEqualTo(5);
    page.keyboard().press("Backspace");
    page.keyboard().press("Backspace");
    // The separator alone comes back, and the caret is before it.
    assertThat(number()).hasValue("030 123456");
    assertThat(caret()).isEqualTo(3);
    page.keyboard().press("Backspace");
    assertThat(number()).hasValue("031234 56");
    assertThat(caret()).isEqualTo(2);
  }

  @Test
  void whoeverSetsOtherSeparatorsKeepsThem() {
    type("030/12-34 x5");
    assertThat(number()).hasValue("030/12-34 x5");
    page.keyboard().type("67");
    assertThat(number()).hasValue("030/12-34 x567");
    type("0301");
    page.keyboard().type("23456");
    // An empty field begins anew.
    assertThat(number()).hasValue("030 123456");
  }

  /**
   * Every beginning of every number has the same digits, and the whole one is still that number.
   */
  @Test
  void numbersOfAllCountriesKeepTheirDigitsAndTheirMeaning() {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    Set<String> countries = Set.of(Locale.getISOCountries());
    List<List<String>> typed = new ArrayList<>();
    List<String> asPrinted = new ArrayList<>();
    for (String region : numbers.getSupportedRegions().stream().sorted().toList()) {
      for (PhoneNumberType type : List.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)) {
        PhoneNumber example = numbers.getExampleNumberForType(region, type);
        if (example != null && countries.contains(region)) {
          for (PhoneNumberFormat format :
              List.of(PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL)) {
            String printed = numbers.format(example, format);
            typed.add(List.of(region, printed.replaceAll("[^0-9+]", "")));
            asPrinted.add(printed);
          }
        }
      }
    }
    @SuppressWarnings("unchecked")
    Map<String, List<String>> found =
        (Map<String, List<String>>)
            page.evaluate(
                """
                async ({ parts, typed }) => {
                  const { grouping } = await import(parts + 'format.js');
                  const tables = {};
                  const load = async (of) => {
                    if (!(of in tables)) {
                      const answer = await fetch(new URL(`../numbers/${of}`, parts));
                      tables[of] = answer.ok ? await answer.json() : undefined;
                    }
                    return tables[of];
                  };
                  const lost = [];
                  const whole = [];
                  for (const [region, digits] of typed) {
                    const home = await load(region);
                    await load(home.code);
                    let text = '';
                    let seen = '';
                    for (const digit of digits) {
                      seen += digit;
                      text = grouping(text + digit, home, (of) => tables[of]);
                      if (text.replace(/[^0-9+]/g, '') !== seen) {
                        lost.push(`${region} ${seen}: ${text}`);
                      }
                    }
                    whole.push(text);
                  }
                  return { lost, whole };
                }
                """,
                Map.of("parts", edge.address() + new Scripts().digest() + "/", "typed", typed));

    assertThat(found.get("lost")).isEmpty();
    List<String> whole = Objects.requireNonNull(found.get("whole"));
    Destinations destinations = new Destinations();
    List<String> changed = new ArrayList<>();
    int same = 0;
    for (int i = 0; i < typed.size(); i++) {
      String region = typed.get(i).get(0);
      String grouped = whole.get(i);
      NumberCheck right = destinations.check(asPrinted.get(i), new Country(region));
      if (!destinations.check(grouped, new Country(region)).equals(right)) {
        changed.add(region + " " + asPrinted.get(i) + " became " + grouped);
      }
      same += grouped.equals(asPrinted.get(i)) ? 1 : 0;
    }
    assertThat(changed).isEmpty();
    System.out.printf(
        "%d of %d numbers of all countries end as libphonenumber prints them%n",
        same, typed.size());
    assertThat(same).isGreaterThan(typed.size() * 9 / 10);
  }

  private void type(String text) {
    number().fill("");
    number().focus();
    page.keyboard().type(text);
  }

  private Object caret() {
    return number().evaluate("field => field.selectionStart");
  }
}
