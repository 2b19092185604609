package org.ringfence.domain.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.pbx.InvalidFields;

class WidgetDesignTest {
  @Test
  void whatIsWrittenIsReadAgain() {
    Map<String, String> fields =
        Map.ofEntries(
            Map.entry("kind", "own"),
            Map.entry("position", "bottom-start"),
            Map.entry("theme", "dark"),
            Map.entry("accent", "#1f5f5b"),
            Map.entry("radius", "4"),
            Map.entry("name", "optional"),
            Map.entry("departments", "Sales = 101\nA \"workshop\" = 102"),
            Map.entry("times", "true"),
            Map.entry("zone", "Europe/Berlin"),
            Map.entry("hours", "mon-fri 09:00-17:00\nsat 10:00-14:00"),
            Map.entry("closed", "later"),
            Map.entry("consentLink", "https://www.example.com/privacy"),
            Map.entry("delay", "20"),
            Map.entry("scroll", "50"),
            Map.entry("exitIntent", "true"),
            Map.entry("returning", "true"),
            Map.entry("pages", "/shop/*\n!/shop/jobs"),
            Map.entry("campaigns", "utm_source=news"),
            Map.entry("text.ar.heading", "نتصل بك"),
            Map.entry("text.en.consent", "I <b>agree</b> & know it."));

    assertThat(WidgetDesign.read(fields).fields()).isEqualTo(fields);
    assertThat(WidgetDesign.read(WidgetDesign.read(fields).written()))
        .isEqualTo(WidgetDesign.read(fields));
    assertThat(WidgetDesign.read(Map.of())).isEqualTo(WidgetDesign.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accent|red",
        "accent|#fff",
        "accent|#12345g",
        "accent|#123456;}body{display:none",
        "surface|url(https://evil.example)",
        "radius|40",
        "radius|-1",
        "kind|popup",
        "times|maybe",
        "departments|Sales",
        "departments|Sales = abc",
        "hours|always",
        "zone|Mars/Olympus",
        "consentLink|javascript:alert(1)",
        "consentLink|http://example.com",
        "delay|9999",
        "scroll|101",
        "pages|prices",
        "campaigns|source=news",
        "no-such-field|x",
        "text.xx.heading|x",
        "text.en.nothing|x",
      })
  void whatIsNotPossibleIsRefusedAtItsField(String field, String value) {
    assertThatThrownBy(() -> WidgetDesign.read(Map.of(field, value)))
        .isInstanceOfSatisfying(
            InvalidFields.class, refused -> assertThat(refused.sentences()).containsKey(field));
  }

  @Test
  void aTextOfSeveralLinesIsRefused() {
    assertThatThrownBy(() -> WidgetDesign.read(Map.of("text.en.heading", "a\nb")))
        .isInstanceOf(InvalidFields.class);
  }

  @Test
  void coloursThatCannotBeReadOnEachOtherAreRefused() {
    assertThatThrownBy(() -> WidgetDesign.read(Map.of("accent", "#777777", "onAccent", "#888888")))
        .isInstanceOfSatisfying(
            InvalidFields.class,
            refused -> assertThat(refused.sentences()).containsKey("onAccent"));
    assertThat(new Colour("#FFD400").readable()).isEqualTo(new Colour("#000000"));
  }

  @Test
  void timesAreOfferedWhileSomebodyIsThereAndAQuarterOfAnHourAhead() {
    WidgetDesign design =
        WidgetDesign.read(Map.of("hours", "mon-fri 09:00-10:00", "zone", "Europe/Berlin"));

    assertThat(design.slots(Instant.parse("2026-11-23T07:50:00Z")))
        .startsWith(Instant.parse("2026-11-23T08:30:00Z"), Instant.parse("2026-11-24T08:00:00Z"));
    assertThat(design.isOpen(Instant.parse("2026-11-23T08:00:00Z"))).isTrue();
    assertThat(design.isOpen(Instant.parse("2026-11-23T09:00:00Z"))).isFalse();
  }

  @Test
  void theSameConsentHasTheSameVersionAndAnyOtherAnother() {
    WidgetDesign design =
        WidgetDesign.read(
            Map.of("text.de.consent", "Ja, bitte.", "consentLink", "https://a.example/"));
    WidgetDesign other =
        WidgetDesign.read(
            Map.of("text.de.consent", "Ja, bitte.", "consentLink", "https://b.example/"));

    String version = design.consent("de").orElseThrow().version();
    assertThat(design.consent("fr").orElseThrow().version()).isEqualTo(version);
    assertThat(other.consent("de").orElseThrow().version()).isNotEqualTo(version);
    assertThat(WidgetDesign.DEFAULT.consent("en")).isEmpty();
  }
}
