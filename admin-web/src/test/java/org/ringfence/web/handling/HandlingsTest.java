package org.ringfence.web.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundDigest;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.extension.Extensions.Usage;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class HandlingsTest {
  private final MemoryPbx pbx = new MemoryPbx();
  private final TenantId acme = pbx.tenant("acme");
  private final TenantId other = pbx.tenant("other");
  private final Handlings handlings = new Handlings();
  private final Extension ann = person(acme);
  private final Extension eve = person(other);

  HandlingsTest() {
    handlings.handlings = pbx.handlings;
    handlings.extensions = pbx.extensions;
    handlings.trunks = pbx.trunks;
    handlings.sounds = pbx.sounds;
    handlings.revisions = pbx.revisions;
    handlings.audit = pbx.audit;
    handlings.clock = pbx.clock;
  }

  private Extension person(TenantId tenantId) {
    Extension person =
        new Extension(
            ExtensionId.random(),
            new ExtensionNumber("101"),
            new DisplayName("Person"),
            DigestCredentials.of("101", "acme", new Secret("x")));
    pbx.extensions.save(tenantId, person);
    return person;
  }

  private static Map<String, String> group(String name, String number, Extension member) {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", name);
    fields.put("number", number);
    fields.put("members", member.id().toString());
    return fields;
  }

  private Handling add(String name, String number) {
    return handlings.add(acme, HandlingKind.RING_GROUP, group(name, number, ann), "ann").handling();
  }

  @Test
  void savingAsksForARevisionAndIsAudited() {
    add("Sales", "601");

    assertThat(pbx.revisions.list(acme, 9))
        .singleElement()
        .satisfies(made -> assertThat(made.summary()).isEqualTo("Ring group \"Sales\" added"));
    assertThat(pbx.audit.list(acme, 9)).hasSize(1);
  }

  @Test
  void whatATrunkLeadsToKeepsItsNumberAndIsNotDeleted() {
    Handling own = add("Sales", "601");
    pbx.trunks.save(
        acme,
        new Trunk(
            TrunkId.random(),
            new DisplayName("Provider"),
            new TrunkAccess.Registration("acme", new Secret("x")),
            new SipHost("sip.example.com"),
            Optional.empty(),
            Transport.UDP,
            NumberFormat.PLUS_E164,
            Optional.empty(),
            own.number(),
            true,
            1));

    assertThat(handlings.usages(acme, own)).extracting(Usage::label).containsExactly("Provider");
    assertThatThrownBy(() -> handlings.delete(acme, own.kind(), own.id(), "ann"))
        .isInstanceOf(InvalidForm.class);
    assertThatThrownBy(
            () -> handlings.change(acme, own.kind(), own.id(), group("Sales", "602", ann), "ann"))
        .isInstanceOf(InvalidForm.class)
        .extracting(refused -> ((InvalidForm) refused).sentences().keySet())
        .isEqualTo(Set.of("number"));
    assertThat(handlings.change(acme, own.kind(), own.id(), group("Team", "601", ann), "ann"))
        .isPresent();
  }

  private Sound sound(TenantId tenantId) {
    byte[] content = new byte[] {1};
    Sound sound =
        new Sound(
            SoundId.random(),
            new DisplayName("Hello"),
            SoundDigest.of(content),
            1,
            Optional.empty());
    pbx.sounds.save(tenantId, sound, content, pbx.clock.instant());
    return sound;
  }

  @Test
  void aMenuPlaysOnlySoundsOfItsTenant() {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "Welcome");
    fields.put("choices", "1 extension:" + ann.id());
    fields.put("greeting", sound(other).id().toString());

    refuses("greeting", HandlingKind.MENU, fields);
    fields.put("greeting", sound(acme).id().toString());
    assertThat(handlings.add(acme, HandlingKind.MENU, fields, "ann").handling().fields())
        .containsEntry("choices", "1 extension:" + ann.id());
  }

  @Test
  void aKeyOfAMenuLeadsOnlyToWhatExists() {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "Welcome");
    fields.put("choices", "1 end:busy\n2 extension:" + eve.id());
    refuses("choices", HandlingKind.MENU, fields);
    fields.put("choices", "1 end:busy\n1 end:refuse");
    refuses("choices", HandlingKind.MENU, fields);
    fields.put("choices", "11 end:busy");
    refuses("choices", HandlingKind.MENU, fields);
    fields.put("choices", "");
    refuses("choices", HandlingKind.MENU, fields);
    fields.put("dialsExtensions", "true");
    assertThat(handlings.add(acme, HandlingKind.MENU, fields, "ann").handling()).isNotNull();
  }

  @Test
  void aQueueNamesOnlyMusicThatExists() {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "Support");
    fields.put("members", ann.id().toString());
    fields.put("music", "music:" + HandlingId.random());
    refuses("music", HandlingKind.QUEUE, fields);
    fields.put("music", "end:busy");
    refuses("music", HandlingKind.QUEUE, fields);
    Handling music =
        handlings
            .add(
                acme,
                HandlingKind.MUSIC,
                Map.of("name", "Jazz", "pieces", sound(acme).id().toString()),
                "ann")
            .handling();
    fields.put("music", music.destination().toString());
    handlings.add(acme, HandlingKind.QUEUE, fields, "ann");

    assertThat(handlings.usages(acme, music)).extracting(Usage::label).containsExactly("Support");
  }

  @Test
  void aBlocklistTakesNumbersAndBeginningsOnly() {
    for (String callers : List.of("030123", "+49*30", "*", "+4930123456789012", "+49,1)", "")) {
      refuses("callers", HandlingKind.BLOCKLIST, Map.of("name", "Pests", "callers", callers));
    }
    assertThat(
            handlings
                .add(
                    acme,
                    HandlingKind.BLOCKLIST,
                    Map.of("name", "Pests", "callers", "+49 (30) 123-456\n+49900*"),
                    "ann")
                .handling()
                .fields())
        .containsEntry("callers", "+4930123456\n+49900*")
        .doesNotContainKey("number");
  }

  @Test
  void hoursTakeOnlyRegionsWhoseHolidaysAreKnown() {
    refuses("holidays", HandlingKind.HOURS, Map.of("name", "Office", "holidays", "DE-XX"));
    refuses("holidays", HandlingKind.HOURS, Map.of("name", "Office", "holidays", "Germany"));
    handlings.add(acme, HandlingKind.HOURS, Map.of("name", "Office", "holidays", "DE-BE"), "ann");
  }

  private void refuses(String field, HandlingKind kind, Map<String, String> fields) {
    assertThatThrownBy(() -> handlings.add(acme, kind, fields, "ann"))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo(field));
  }

  @Test
  void aNumberIsListedOncePerTenant() {
    Map<String, String> fields =
        Map.of("name", "Main line", "did", "+4930123456", "destination", "extension:" + ann.id());
    Handling own = handlings.add(acme, HandlingKind.NUMBER, fields, "ann").handling();
    Map<String, String> second = new HashMap<>(fields);
    second.put("name", "Second line");

    assertThatThrownBy(() -> handlings.add(acme, HandlingKind.NUMBER, second, "ann"))
        .isInstanceOf(InvalidForm.class)
        .extracting(refused -> ((InvalidForm) refused).sentences().keySet())
        .isEqualTo(Set.of("did"));
    assertThat(handlings.change(acme, own.kind(), own.id(), second, "ann")).isPresent();
    second.put("destination", "end:busy");
    assertThat(handlings.add(other, HandlingKind.NUMBER, second, "eve").handling().fields())
        .containsEntry("did", "+4930123456")
        .doesNotContainKey("number");
  }

  @Test
  void anotherTenantsObjectIsNotFoundChangedOrDeleted() {
    Handling own = add("Sales", "601");

    assertThat(handlings.find(other, own.kind(), own.id())).isEmpty();
    assertThat(handlings.change(other, own.kind(), own.id(), group("Mine", "", eve), "eve"))
        .isEmpty();
    assertThat(handlings.delete(other, own.kind(), own.id(), "eve")).isEmpty();
    assertThat(handlings.list(acme)).containsExactly(own);
    assertThat(pbx.revisions.list(other, 9)).isEmpty();
  }

  @Test
  void anObjectIsNotFoundUnderAnotherKind() {
    Handling own = add("Sales", "601");

    assertThat(handlings.find(acme, HandlingKind.QUEUE, own.id())).isEmpty();
    assertThat(handlings.delete(acme, HandlingKind.QUEUE, own.id(), "ann")).isEmpty();
  }

  @Test
  void aPersonOfAnotherTenantCannotBeAMember() {
    refused(group("Sales", "601", eve), "members");
  }

  @Test
  void anObjectOfAnotherTenantIsNoDestination() {
    Handling foreign =
        handlings
            .add(other, HandlingKind.RING_GROUP, group("Theirs", "601", eve), "eve")
            .handling();
    Map<String, String> fields = group("Sales", "601", ann);
    fields.put("otherwise", foreign.destination().toString());

    refused(fields, "otherwise");
  }

  @Test
  void aNumberIsGivenOnceToWhomever() {
    add("Sales", "601");

    refused(group("Service", "601", ann), "number");
    refused(group("Service", "101", ann), "number");
  }

  @Test
  void everyRefusedFieldIsNamedAtOnce() {
    Map<String, String> fields = group("", "7", ann);
    fields.put("ringSeconds", "4");
    fields.put("strategy", "loudest");

    assertThatThrownBy(() -> handlings.add(acme, HandlingKind.RING_GROUP, fields, "ann"))
        .isInstanceOfSatisfying(
            InvalidForm.class,
            refused ->
                assertThat(refused.sentences())
                    .containsOnlyKeys("name", "number", "ringSeconds", "strategy"));
    assertThat(handlings.list(acme)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "openings,mon-fri 17:00-09:00",
    "openings,mon-fri 09:00-25:00",
    "openings,monday 9-5",
    "openings,xyz 09:00-10:00",
    "closedDays,2026-02-30",
    "closedDays,02-30",
    "closedDays,25.12.",
    "zone,Europe/Atlantis",
    "zone,'Europe/Berlin,${SHELL(id)}'",
    "mode,maybe",
    "open,extension:101",
    "closed,shell:id"
  })
  void hoursThatCannotBeMeantAreRefusedAtTheirField(String field, String value) {
    assertThatThrownBy(
            () ->
                handlings.add(
                    acme, HandlingKind.HOURS, Map.of("name", "Office", field, value), "ann"))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo(field));
  }

  @Test
  void whatCallsStillComeFromKeepsAnObject() {
    Handling target = add("Sales", "601");
    Map<String, String> fields = group("Service", "602", ann);
    fields.put("otherwise", target.destination().toString());
    Handling user = handlings.add(acme, HandlingKind.RING_GROUP, fields, "ann").handling();

    assertThatThrownBy(() -> handlings.delete(acme, target.kind(), target.id(), "ann"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("Service");
    assertThat(handlings.delete(acme, user.kind(), user.id(), "ann")).isPresent();
    assertThat(handlings.delete(acme, target.kind(), target.id(), "ann")).isPresent();
  }

  private void refused(Map<String, String> fields, String field) {
    assertThatThrownBy(() -> handlings.add(acme, HandlingKind.RING_GROUP, fields, "ann"))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo(field));
  }
}
