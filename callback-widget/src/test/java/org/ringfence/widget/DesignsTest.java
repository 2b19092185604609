package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.pbx.InvalidFields;

/** What an owner designed, as visitors meet it. */
class DesignsTest {
  private static final Map<String, String> ASKS =
      Map.of(
          "name", "required",
          "departments", "Sales = 101\nWorkshop = 102",
          "text.en.consent", "I agree to be called.",
          "text.de.consent", "Ich stimme dem Anruf zu.",
          "consentLink", "https://shop.example/privacy");

  private final Shop shop = new Shop("https://shop.example");

  private void design(Map<String, String> fields) {
    shop.designs.save(shop.tenant, shop.id, WidgetDesign.read(fields));
  }

  private JsonObject look(String language) {
    JsonObject json = shop.callbacks.appearance(shop.key, shop.origin, language).json();
    return json.containsKey("design") ? json.getJsonObject("design") : JsonObject.EMPTY_JSON_OBJECT;
  }

  private CallbackRequest ask(Map<String, String> extras) {
    CallbackForm form =
        new CallbackForm("030 123456", "", UUID.randomUUID().toString(), shop.proof(), extras);
    return shop.desk.request(shop.key, shop.origin, UUID.randomUUID().toString(), form, "v4 1");
  }

  @Test
  void aWidgetThatNobodyDesignedSendsNothingOfADesign() {
    assertThat(look("en")).isEmpty();
  }

  @Test
  void onlyTheVisitorsLanguageIsSent() {
    design(Map.of("text.en.launcher", "Ring me", "text.de.launcher", "Ruf mich an"));

    assertThat(look("de").getJsonObject("texts").getString("launcher")).isEqualTo("Ruf mich an");
    assertThat(look("fr").containsKey("texts")).isFalse();
    assertThat(look("<script>").getJsonObject("texts").getString("launcher")).isEqualTo("Ring me");
  }

  @Test
  void whoIsToldOfRequestsIsToldAndVisitorsNeverLearnWhoThatIs() {
    ask(Map.of());
    assertThat(shop.leads.letters()).isEmpty();
    design(Map.of("leadsTo", "Sales@shop.example"));
    shop.clock.pass(Duration.ofHours(1));

    CallbackRequest request = ask(Map.of());
    assertThat(shop.leads.letters()).containsExactly(request.id());
    assertThat(shop.callbacks.appearance(shop.key, shop.origin, "en").json().toString())
        .doesNotContain("sales@");
    assertThatThrownBy(() -> design(Map.of("leadsTo", "sales at shop")))
        .isInstanceOf(InvalidFields.class);
  }

  @Test
  void theTextOnAChosenColourIsTheOneThatIsReadBetter() {
    design(Map.of("accent", "#ffd400", "surface", "#101010"));

    assertThat(look("en").getString("onAccent")).isEqualTo("#000000");
    assertThat(look("en").getString("text")).isEqualTo("#ffffff");
  }

  @Test
  void whatTheFormAsksForIsKeptWithTheConsentWordByWord() {
    design(ASKS);
    String version = look("de").getJsonObject("consent").getString("version");

    CallbackRequest request =
        ask(
            Map.of(
                "name", "Ada <b>",
                "department", "Workshop",
                "language", "de",
                "consent", version,
                "referrer", "https://search.example/find",
                "utm_source", "news"));

    assertThat(request.agent()).hasToString("102");
    assertThat(shop.leads.all())
        .singleElement()
        .satisfies(
            lead -> {
              assertThat(lead.id()).isEqualTo(request.id());
              assertThat(lead.name()).isEqualTo("Ada <b>");
              assertThat(lead.department()).isEqualTo("Workshop");
              assertThat(lead.referrer()).isEqualTo("https://search.example/find");
              assertThat(lead.campaign()).isEqualTo(Map.of("source", "news"));
              assertThat(lead.consent())
                  .contains(
                      new LeadDetails.Consent(
                          "Ich stimme dem Anruf zu.",
                          "https://shop.example/privacy",
                          version,
                          shop.clock.instant()));
            });
  }

  @Test
  void whatIsMissingIsNamedAndCostsNoProof() {
    design(ASKS);
    String version = look("en").getJsonObject("consent").getString("version");

    refuses("name", Map.of("department", "Sales", "consent", version));
    refuses("department", Map.of("name", "Ada", "department", "Board", "consent", version));
    refuses("consent", Map.of("name", "Ada", "department", "Sales"));
    refuses("consent", Map.of("name", "Ada", "department", "Sales", "consent", "0123456789ab"));
    assertThat(shop.requests.all()).isEmpty();
  }

  private void refuses(String field, Map<String, String> extras) {
    assertThatThrownBy(() -> ask(extras))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).contains(field));
  }

  @Test
  void aNameThatNobodyAskedForIsNotKept() {
    ask(Map.of("name", "Ada"));

    assertThat(shop.leads.all()).singleElement().extracting(LeadDetails::name).isEqualTo("");
  }

  /** The clock stands at Sunday, 22 November 2026, 10:00 UTC. */
  @Test
  void outsideItsHoursAWidgetTakesRequestsForLaterOnlyWhereTheOwnerWantsThat() {
    design(Map.of("hours", "mon-fri 09:00-17:00", "closed", "say"));
    assertThat(shop.callbacks.appearance(shop.key, shop.origin, "en").open()).isFalse();
    assertThatThrownBy(() -> ask(Map.of()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.WIDGET_CLOSED));

    design(Map.of("hours", "mon-fri 09:00-17:00", "closed", "later"));
    Instant monday = Instant.parse("2026-11-23T09:00:00Z");
    assertThat(look("en").getJsonArray("times").getJsonNumber(0).longValue())
        .isEqualTo(monday.getEpochSecond());
    refuses("time", Map.of("at", "1"));
    refuses("time", Map.of("at", String.valueOf(monday.minusSeconds(60).getEpochSecond())));
    refuses(
        "time", Map.of("at", String.valueOf(monday.plus(Duration.ofDays(30)).getEpochSecond())));
    assertThat(ask(Map.of("at", String.valueOf(monday.getEpochSecond()))).dueAt())
        .isEqualTo(monday);
  }

  @Test
  void theOwnerLearnsWhichWebsitesAskOnceAMinuteEach() {
    Origin foreign = new Origin("https://foreign.example");
    for (int i = 0; i < 3; i++) {
      shop.callbacks.appearance(shop.key, shop.origin, "en");
      assertThatThrownBy(() -> shop.callbacks.appearance(shop.key, foreign, "en"))
          .isInstanceOf(Refusal.class);
    }
    assertThat(shop.designs.sightings(shop.tenant, shop.id))
        .extracting(seen -> seen.origin() + " " + seen.allowed())
        .containsExactly("https://shop.example true", "https://foreign.example false");

    shop.clock.pass(Duration.ofMinutes(1));
    shop.callbacks.appearance(shop.key, shop.origin, "en");
    assertThat(shop.designs.sightings(shop.tenant, shop.id)).hasSize(3);
  }

  @Test
  void inventedWebsitesAreWrittenDownAFewTimesOnly() {
    for (int i = 0; i < 1000; i++) {
      Origin invented = new Origin("https://site" + i + ".example");
      assertThatThrownBy(() -> shop.callbacks.appearance(shop.key, invented, "en"))
          .isInstanceOf(Refusal.class);
    }
    assertThat(shop.designs.sightings(shop.tenant, shop.id)).hasSizeLessThan(10);
  }
}
