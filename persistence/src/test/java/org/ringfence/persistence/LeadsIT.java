package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.LeadQuery;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.PrivacyRepository.Kept;
import org.ringfence.domain.callback.Sighting;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetDesignRepository;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetIntake;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.callback.WidgetStatistics.By;
import org.ringfence.domain.callback.WidgetStatistics.Views;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

class LeadsIT {
  private static final Instant NOW = TestDatabase.NOW;
  private static final E164 ADA = new E164("+4930123456");
  private static final List<String> WRITTEN = List.of("4930123456", "030123456");
  private static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;
  private WidgetId widget;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
    widget = widget(acme);
  }

  private WidgetId widget(TenantId tenant) {
    WidgetId id = WidgetId.random();
    database.widgets.save(
        tenant,
        new Widget(
            id,
            WidgetKey.random(),
            new DisplayName("Shop " + id),
            Set.of(new Origin("https://shop.example")),
            new ExtensionNumber("101"),
            true));
    return id;
  }

  private CallbackId ask(E164 number, Instant at, String page, LeadDetails details) {
    return ask(number, at, page, details, false);
  }

  private CallbackId ask(
      E164 number, Instant at, String page, LeadDetails details, boolean letter) {
    return database
        .widgetIntake
        .store(
            List.of(
                new WidgetIntake.Admitted(
                    new CallbackRequest(
                        details.id(),
                        acme,
                        widget,
                        new ExtensionNumber("101"),
                        number,
                        details.id().toString(),
                        page,
                        CallbackState.QUEUED,
                        "",
                        at,
                        at),
                    details,
                    letter)))
        .get(0)
        .id();
  }

  /** Asks, and somebody is to be told. */
  private CallbackId tell(E164 number, String name) {
    return ask(number, NOW, "https://shop.example/prices", details(name, "news"), true);
  }

  private CallbackId ask(E164 number, Instant at, String name) {
    return ask(number, at, "https://shop.example/prices", details(name, "news"));
  }

  private static LeadDetails details(String name, String source) {
    return new LeadDetails(
        CallbackId.random(),
        name,
        "Sales",
        "https://search.example/find",
        Map.of("source", source),
        Optional.of(new LeadDetails.Consent("I agree <b>", "https://shop.example/p", "abc", NOW)));
  }

  private List<String> names(Optional<String> text) {
    return database.leads.list(acme, query(text)).stream()
        .map(lead -> lead.details().name())
        .toList();
  }

  private static LeadQuery query(Optional<String> text) {
    return new LeadQuery(
        text,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        2);
  }

  @Test
  void aLeadIsFoundWithAllThatCameWithIt() {
    LeadDetails details = details("Ada <script>", "=1+1");
    CallbackId id = ask(ADA, NOW, "https://shop.example/a", details);

    assertThat(database.leads.find(acme, id)).map(Lead::details).contains(details);
    assertThat(database.leads.find(zeta, id)).isEmpty();
    assertThat(database.leads.note(zeta, id, "x")).isFalse();
    assertThat(database.leads.note(acme, id, "Called\nagain")).isTrue();
    assertThat(database.leads.find(acme, id)).map(Lead::notes).contains("Called\nagain");
  }

  @Test
  void leadsAreSearchedAndReadAPageAtATime() {
    for (int i = 0; i < 5; i++) {
      ask(new E164("+493012340" + i), NOW.plusSeconds(i), "Visitor " + i);
    }
    List<String> seen = new ArrayList<>();
    Optional<LeadQuery> next = Optional.of(query(Optional.empty()));
    while (next.isPresent()) {
      LeadQuery page = next.get();
      List<Lead> found = database.leads.list(acme, page);
      found.forEach(lead -> seen.add(lead.details().name()));
      next =
          found.size() < page.limit()
              ? Optional.empty()
              : Optional.of(page.after(LeadQuery.Cursor.of(found.get(found.size() - 1))));
    }
    assertThat(seen)
        .containsExactly("Visitor 4", "Visitor 3", "Visitor 2", "Visitor 1", "Visitor 0");
    assertThat(names(Optional.of("030 12 34 03"))).containsExactly("Visitor 3");
    assertThat(names(Optional.of("visitor 2"))).containsExactly("Visitor 2");
    assertThat(names(Optional.of("100%_' or 1=1"))).isEmpty();
    assertThat(database.leads.list(zeta, query(Optional.empty()))).isEmpty();
  }

  @Test
  void anErasedPersonIsGoneAndWhatHappenedStays() {
    CallbackId ada = ask(ADA, NOW, "Ada");
    CallbackId bob = ask(new E164("+4930999999"), NOW, "Bob");
    database.leads.note(acme, ada, "nice");
    database.guards.optOut(acme, ADA, NOW);
    assertThat(database.privacy.person(acme, ADA, WRITTEN).leads()).hasSize(1);
    assertThat(database.privacy.person(zeta, ADA, WRITTEN).isUnknown()).isTrue();

    database.privacy.erase(acme, ADA, WRITTEN, NOW);

    Lead lead = database.leads.find(acme, ada).orElseThrow();
    assertThat(lead.request().visitor()).isEqualTo(new E164("+4930000000"));
    assertThat(lead.request().state()).isEqualTo(CallbackState.FAILED);
    assertThat(lead.details().name()).isEmpty();
    assertThat(lead.details().referrer()).isEmpty();
    assertThat(lead.notes()).isEmpty();
    assertThat(database.privacy.person(acme, ADA, WRITTEN).leads()).isEmpty();
    assertThat(database.privacy.person(acme, ADA, WRITTEN).optedOut()).isTrue();
    assertThat(database.leads.find(acme, bob).orElseThrow().details().name()).isEqualTo("Bob");
    assertThat(database.privacy.removeOptOut(zeta, ADA)).isFalse();
    assertThat(database.privacy.removeOptOut(acme, ADA)).isTrue();
  }

  @Test
  void whomTheOwnerNamesIsToldOfALeadOnceAndNotOfWhoIsForgotten() {
    E164 bob = new E164("+4930999999");
    Instant since = NOW.minus(Duration.ofDays(1));
    Duration lease = Duration.ofMinutes(5);
    tell(ADA, "Ada");
    ask(bob, NOW, "Bob");
    assertThat(database.leadLetters.claim(lease, since, NOW)).as("nobody is named").isEmpty();

    database.designs.save(acme, widget, WidgetDesign.read(Map.of("leadsTo", "sales@acme.example")));
    CallbackId ada = tell(ADA, "Ada");
    ask(bob, NOW, "Bob");
    assertThat(database.leadLetters.claim(lease, since, NOW))
        .get()
        .satisfies(
            letter -> {
              assertThat(letter.to()).hasToString("sales@acme.example");
              assertThat(letter.lead().details().name()).isEqualTo("Ada");
              assertThat(letter.tenantId()).isEqualTo(acme);
            });
    assertThat(database.leadLetters.claim(lease, since, NOW)).as("leased").isEmpty();
    assertThat(database.leadLetters.claim(lease, since, NOW.plus(lease))).isPresent();
    database.leadLetters.sent(zeta, ada);
    assertThat(database.leadLetters.claim(lease, since, NOW.plus(lease.multipliedBy(2))))
        .isPresent();
    database.leadLetters.sent(acme, ada);
    assertThat(database.leadLetters.claim(lease, since, NOW.plus(lease.multipliedBy(3)))).isEmpty();

    tell(bob, "Bob");
    database.privacy.erase(acme, bob, List.of("4930999999"), NOW);
    assertThat(database.leadLetters.claim(lease, since, NOW)).as("forgotten").isEmpty();
    tell(ADA, "Ada");
    assertThat(database.leadLetters.claim(lease, NOW.plusSeconds(1), NOW)).as("old").isEmpty();
  }

  @Test
  void leadsLoseTheirPersonAfterTheTenantsDaysAndOpenOnesKeepIt() throws Exception {
    Instant old = NOW.minus(Duration.ofDays(40));
    CallbackId over = ask(ADA, old, "Ada");
    CallbackId open = ask(ADA, old, "Eve");
    database.sql("UPDATE callback_request SET state = 'ENDED' WHERE id = '" + over + "'");
    assertThat(database.privacy.keepers()).isEmpty();
    database.privacy.retain(acme, Optional.of(Duration.ofDays(30)));
    assertThat(database.privacy.keepers()).containsExactly(new Kept(acme, Duration.ofDays(30)));

    Instant before = NOW.minus(Duration.ofDays(30));
    assertThat(database.privacy.forgetLeads(acme, before, 10)).isEqualTo(1);
    assertThat(database.privacy.forgetLeads(acme, before, 10)).isZero();
    assertThat(database.leads.find(acme, over).orElseThrow().details().name()).isEmpty();
    assertThat(database.leads.find(acme, open).orElseThrow().details().name()).isEqualTo("Eve");
    database.privacy.retain(acme, Optional.empty());
    assertThat(database.privacy.retention(acme)).isEmpty();
  }

  @Test
  void viewsAreAddedUpAndInventedPagesCountAsOthers() {
    List<Views> views = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      views.add(new Views(acme, widget, TODAY, 9, "/page" + i, "news", 1, 0));
    }
    database.statistics.add(views);
    database.statistics.add(views);
    ask(ADA, NOW, "https://shop.example/page1", details("Ada", "News"));

    List<WidgetStatistics.Line> pages = report(By.PAGE);
    assertThat(pages).hasSize(WidgetStatistics.VALUES + 1);
    assertThat(pages.get(0).value()).isEqualTo("/page1");
    assertThat(pages.get(0).requested()).isEqualTo(1);
    assertThat(pages.stream().mapToLong(WidgetStatistics.Line::shown).sum()).isEqualTo(300);
    assertThat(report(By.SOURCE))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.value()).isEqualTo("news");
              assertThat(line.shown()).isEqualTo(300);
              assertThat(line.requested()).isEqualTo(1);
            });
    assertThat(report(By.HOUR))
        .extracting(WidgetStatistics.Line::value)
        .containsExactly("09", "10");
    assertThat(report(By.DAY))
        .extracting(WidgetStatistics.Line::value)
        .containsExactly(TODAY.toString());
    assertThat(database.statistics.report(zeta, Optional.empty(), By.PAGE, TODAY, TODAY)).isEmpty();
    database.statistics.removeBefore(TODAY.plusDays(1));
    assertThat(report(By.HOUR)).extracting(WidgetStatistics.Line::shown).containsExactly(0L);
  }

  private List<WidgetStatistics.Line> report(By by) {
    return database.statistics.report(acme, Optional.of(widget), by, TODAY, TODAY);
  }

  @Test
  void aDesignIsTheTenantsOwn() {
    WidgetDesign design =
        WidgetDesign.read(Map.of("accent", "#1f5f5b", "text.ar.heading", "نتصل بك"));
    database.designs.save(zeta, widget, design);
    assertThat(database.designs.design(acme, widget)).isEqualTo(WidgetDesign.DEFAULT);
    database.designs.save(acme, widget, design);
    assertThat(database.designs.design(acme, widget)).isEqualTo(design);
    assertThat(database.designs.design(zeta, widget)).isEqualTo(WidgetDesign.DEFAULT);
    database.designs.save(acme, widget, WidgetDesign.DEFAULT);
    assertThat(database.designs.design(acme, widget)).isEqualTo(WidgetDesign.DEFAULT);
  }

  @Test
  void inventedWebsitesPushEachOtherOutAndNeverTheOwners() {
    Origin own = new Origin("https://shop.example");
    database.designs.seen(acme, widget, own, true, NOW);
    for (int i = 0; i < 50; i++) {
      database.designs.seen(
          acme, widget, new Origin("https://x" + i + ".example"), false, NOW.plusSeconds(i));
    }
    assertThat(database.designs.sightings(acme, widget))
        .hasSize(WidgetDesignRepository.SIGHTINGS)
        .contains(new Sighting(own, true, NOW, NOW));
    assertThat(database.designs.sightings(zeta, widget)).isEmpty();
    database.designs.seen(zeta, widget, own, false, NOW);
    assertThat(database.designs.sightings(acme, widget))
        .contains(new Sighting(own, true, NOW, NOW));
  }
}
