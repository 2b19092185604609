package org.ringfence.domain.pbx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdTest {
  private static final UUID SHOP = new UUID(7, 1);
  private static final UUID BLOG = new UUID(7, 2);
  private static final Instant NOON = Instant.parse("2027-03-10T12:00:00Z");

  private static Map<String, String> fields(Map<String, String> changed) {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "Spring sale");
    fields.put("sound", new UUID(0x50, 1).toString());
    fields.putAll(changed);
    return fields;
  }

  private static Ad ad(Map<String, String> changed) {
    return (Ad) Handling.read(HandlingKind.AD, new HandlingId(new UUID(1, 1)), fields(changed));
  }

  private static boolean fits(Map<String, String> changed, Ad.Used used) {
    return ad(changed).fits(SHOP, used, NOON);
  }

  @Test
  void anAdWithoutRulesIsForEveryCallback() {
    assertThat(fits(Map.of(), Ad.Used.NOTHING)).isTrue();
  }

  @Test
  void itsFieldsReadBack() {
    Ad ad =
        ad(
            Map.of(
                "widgets", SHOP + "\n" + BLOG,
                "weight", "7",
                "zone", "Europe/Berlin",
                "firstDay", "2027-03-01",
                "lastDay", "2027-03-31",
                "openings", "mon-fri 09:00-17:00",
                "dailyPlays", "10",
                "totalPlays", "100"));

    assertThat(Handling.read(HandlingKind.AD, ad.id(), ad.fields())).isEqualTo(ad);
  }

  @Test
  void onlyCallbacksOfItsWidgetsHearIt() {
    Ad ad = ad(Map.of("widgets", BLOG.toString()));

    assertThat(ad.fits(BLOG, Ad.Used.NOTHING, NOON)).isTrue();
    assertThat(ad.fits(SHOP, Ad.Used.NOTHING, NOON)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2027-03-11, '', false",
    "2027-03-10, '', true",
    "'', 2027-03-10, true",
    "'', 2027-03-09, false"
  })
  void itsDaysCountFromTheFirstToTheLast(String first, String last, boolean fits) {
    assertThat(fits(Map.of("firstDay", first, "lastDay", last), Ad.Used.NOTHING)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({"UTC, true", "America/New_York, false"})
  void itsHoursAreThoseOfItsZone(String zone, boolean fits) {
    assertThat(fits(Map.of("zone", zone, "openings", "mon-fri 09:00-17:00"), Ad.Used.NOTHING))
        .isEqualTo(fits);
  }

  @Test
  void itIsNotPlayedMoreOftenThanItMayBe() {
    assertThat(fits(Map.of("dailyPlays", "3"), new Ad.Used(2, 9))).isTrue();
    assertThat(fits(Map.of("dailyPlays", "3"), new Ad.Used(3, 9))).isFalse();
    assertThat(fits(Map.of("totalPlays", "9"), new Ad.Used(0, 8))).isTrue();
    assertThat(fits(Map.of("totalPlays", "9"), new Ad.Used(0, 9))).isFalse();
  }

  @Test
  void itsDayBeginsAtMidnightWhereItIs() {
    assertThat(ad(Map.of("zone", "Asia/Kolkata")).dayOf(NOON))
        .isEqualTo(Instant.parse("2027-03-09T18:30:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "sound, nothing",
    "widgets, shop",
    "weight, 0",
    "weight, 101",
    "zone, Berlin",
    "firstDay, 31.12.2027",
    "openings, always",
    "dailyPlays, -1",
    "totalPlays, 1000000"
  })
  void whatIsNotPossibleIsRefusedAtItsField(String field, String value) {
    assertThatThrownBy(() -> ad(Map.of(field, value)))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidFields.class))
        .extracting(InvalidFields::sentences)
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
        .containsOnlyKeys(field);
  }

  @Test
  void theLastDayIsNotBeforeTheFirst() {
    assertThatThrownBy(() -> ad(Map.of("firstDay", "2027-03-02", "lastDay", "2027-03-01")))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidFields.class))
        .extracting(InvalidFields::sentences)
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
        .containsOnlyKeys("lastDay");
  }

  private static AgentPrompt prompt(int number, Map<String, String> changed) {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "Prompt " + number);
    fields.putAll(changed);
    return (AgentPrompt)
        Handling.read(HandlingKind.AGENT_PROMPT, new HandlingId(new UUID(2, number)), fields);
  }

  @Test
  void aWidgetsOwnPromptComesBeforeTheOneForAll() {
    AgentPrompt all = prompt(1, Map.of());
    AgentPrompt blog = prompt(2, Map.of("widgets", BLOG.toString()));

    assertThat(AgentPrompt.of(List.of(all, blog), BLOG)).contains(blog);
    assertThat(AgentPrompt.of(List.of(all, blog), SHOP)).contains(all);
    assertThat(AgentPrompt.of(List.of(blog), SHOP)).isEmpty();
  }

  @Test
  void whoeverHasToAcceptIsAskedTo() {
    assertThatThrownBy(() -> prompt(1, Map.of("accept", "true")))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidFields.class))
        .extracting(InvalidFields::sentences)
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
        .containsOnlyKeys("whisper");
  }
}
