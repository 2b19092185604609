package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.tenant.TenantId;

class HandlingRepositoryIT {
  private static final String PERSON = "0b7e3f0a-6c1d-4e2f-9a3b-4c5d6e7f8091";

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
  }

  private static Handling group(HandlingId id, String name, String number) {
    return Handling.read(
        HandlingKind.RING_GROUP,
        id,
        Map.of("name", name, "number", number, "members", PERSON, "otherwise", "end:busy"));
  }

  @Test
  void everyKindIsFoundAgainAsItWas() {
    List<Handling> all =
        List.of(
            group(HandlingId.random(), "A", "601"),
            Handling.read(
                HandlingKind.QUEUE,
                HandlingId.random(),
                Map.of("name", "B", "members", PERSON, "announcesPosition", "true")),
            Handling.read(
                HandlingKind.HOURS,
                HandlingId.random(),
                Map.of(
                    "name", "C",
                    "zone", "Europe/Berlin",
                    "openings", "mon-fri 09:00-17:00\nsat 10:00-14:00",
                    "closedDays", "12-25\n2027-03-26",
                    "open", "extension:" + PERSON)),
            Handling.read(
                HandlingKind.CALLING_POLICY,
                HandlingId.random(),
                Map.of("allowed", "fixed\neea", "countries", "CH", "emergencyTrunk", PERSON)),
            Handling.read(
                HandlingKind.OUTBOUND_ROUTE,
                HandlingId.random(),
                Map.of("name", "Mobile", "called", "+4917\nAT", "trunks", PERSON + " 0.012")),
            Handling.read(
                HandlingKind.CONFERENCE,
                HandlingId.random(),
                Map.of("name", "Ünï 📞", "pin", "0471")),
            Handling.read(
                HandlingKind.MENU,
                HandlingId.random(),
                Map.of(
                    "name",
                    "Z menu",
                    "greeting",
                    PERSON,
                    "choices",
                    "1 extension:" + PERSON + "\n# end:busy")),
            Handling.read(
                HandlingKind.BLOCKLIST,
                HandlingId.random(),
                Map.of("name", "Z pests", "callers", "+4930123456\n+49900*")));
    all.forEach(each -> database.handlings.save(acme, each));

    assertThat(database.handlings.list(acme)).containsExactlyElementsOf(all);
    for (Handling each : all) {
      assertThat(database.handlings.find(acme, each.id())).contains(each);
    }
  }

  @Test
  void aChangedObjectReplacesItsFields() {
    HandlingId id = HandlingId.random();
    database.handlings.save(acme, group(id, "Sales", "601"));
    Handling changed = group(id, "Sales and more", "");

    database.handlings.save(acme, changed);

    assertThat(database.handlings.list(acme)).containsExactly(changed);
  }

  @Test
  void anotherTenantsObjectIsNotFoundChangedOrDeleted() {
    Handling own = group(HandlingId.random(), "Sales", "601");
    database.handlings.save(acme, own);

    assertThat(database.handlings.find(zeta, own.id())).isEmpty();
    assertThat(database.handlings.list(zeta)).isEmpty();
    assertThat(database.handlings.delete(zeta, own.id())).isFalse();
    assertThatThrownBy(() -> database.handlings.save(zeta, group(own.id(), "Mine", "602")))
        .isInstanceOf(InvalidValue.class);
    assertThat(database.handlings.list(acme)).containsExactly(own);
  }

  @Test
  void numbersAndNamesAreGivenOnceInATenant() {
    database.handlings.save(acme, group(HandlingId.random(), "Sales", "601"));

    assertThatThrownBy(
            () -> database.handlings.save(acme, group(HandlingId.random(), "Other", "601")))
        .isInstanceOfSatisfying(
            NameTaken.class, taken -> assertThat(taken.field()).isEqualTo("number"));
    assertThatThrownBy(() -> database.handlings.save(acme, group(HandlingId.random(), "Sales", "")))
        .isInstanceOfSatisfying(
            NameTaken.class, taken -> assertThat(taken.field()).isEqualTo("name"));
    database.handlings.save(zeta, group(HandlingId.random(), "Sales", "601"));
    assertThat(database.handlings.list(acme)).hasSize(1);
  }

  @Test
  void aDeletedObjectIsGoneWithItsFields() throws Exception {
    Handling own = group(HandlingId.random(), "Sales", "601");
    database.handlings.save(acme, own);

    assertThat(database.handlings.delete(acme, own.id())).isTrue();

    assertThat(database.handlings.list(acme)).isEmpty();
    assertThat(database.sql("DELETE FROM call_handling_field")).isZero();
  }
}
