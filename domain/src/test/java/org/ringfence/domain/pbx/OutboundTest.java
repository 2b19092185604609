package org.ringfence.domain.pbx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calling policies and outbound routes as fields. */
class OutboundTest {
  private static final String TRUNK = TrunkId.random().toString();

  private static Handling route(String field, String value) {
    Map<String, String> fields = new HashMap<>(Map.of("name", "Mobile", "trunks", TRUNK));
    fields.put(field, value);
    return Handling.read(HandlingKind.OUTBOUND_ROUTE, HandlingId.random(), fields);
  }

  @Test
  void everyFieldReadsBackAsItWasWritten() {
    HandlingId id = HandlingId.random();
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "Mobile");
    fields.put("position", "20");
    fields.put("called", "+4917\nmobile\nAT");
    fields.put("callers", ExtensionId.random().toString());
    fields.put("hours", "hours:" + HandlingId.random());
    fields.put("trunks", TRUNK + " 0.012\n" + TrunkId.random());
    fields.put("order", "by-cost");
    fields.put("callerId", "+4930123456");
    fields.put("strip", "2");
    fields.put("prepend", "01033");
    Handling route = Handling.read(HandlingKind.OUTBOUND_ROUTE, id, fields);
    assertThat(route.fields()).isEqualTo(fields);
    assertThat(Handling.read(HandlingKind.OUTBOUND_ROUTE, id, route.fields())).isEqualTo(route);

    Handling policy =
        Handling.read(
            HandlingKind.CALLING_POLICY,
            id,
            Map.of("allowed", "mobile\neea", "countries", "ch, us", "emergencyTrunk", TRUNK));
    assertThat(policy.fields())
        .containsEntry("allowed", "mobile\neea")
        .containsEntry("countries", "CH US");
    assertThat(Handling.read(HandlingKind.CALLING_POLICY, id, policy.fields())).isEqualTo(policy);
  }

  @Test
  void nothingAtAllMayBeAllowed() {
    CallingPolicy none =
        (CallingPolicy)
            Handling.read(
                HandlingKind.CALLING_POLICY, HandlingId.random(), Map.of("allowed", "none"));
    assertThat(none.allowed()).isEmpty();
    assertThat(none.fields()).containsEntry("allowed", "none");
    assertThat(CallingPolicy.standard().allowed()).isEqualTo(CallingPolicy.USUAL);
  }

  @ParameterizedTest
  @CsvSource({
    "called, 4917",
    "called, +0",
    "called, dear",
    "called, '+49,1)'",
    "called, XX",
    "hours, end:busy",
    "trunks, ''",
    "trunks, nobody",
    "trunks, 1 2 3",
    "callerId, 030123",
    "strip, 16",
    "position, 0",
    "prepend, '*31#'",
    "prepend, '0${SHELL(id)}'"
  })
  void whatCannotBeARouteIsRefusedAtItsField(String field, String value) {
    assertThatThrownBy(() -> route(field, value))
        .isInstanceOf(InvalidFields.class)
        .extracting(refused -> ((InvalidFields) refused).sentences().keySet())
        .isEqualTo(Set.of(field));
  }

  @Test
  void aTrunkIsListedOnce() {
    assertThatThrownBy(() -> route("trunks", TRUNK + "\n" + TRUNK + " 0.1"))
        .hasMessageContaining("listed twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"allowed", "countries", "emergencyTrunk", "emergencyCallerId"})
  void whatCannotBeAPolicyIsRefusedAtItsField(String field) {
    assertThatThrownBy(
            () ->
                Handling.read(
                    HandlingKind.CALLING_POLICY, HandlingId.random(), Map.of(field, "everything")))
        .isInstanceOf(InvalidFields.class)
        .extracting(refused -> ((InvalidFields) refused).sentences().keySet())
        .isEqualTo(Set.of(field));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-30T07:59:59Z, false",
    "2026-11-30T08:00:00Z, true",
    "2026-11-30T16:00:00Z, false",
    "2026-11-29T11:00:00Z, false",
    "2026-12-25T11:00:00Z, false",
    "2027-03-26T11:00:00Z, false",
    "2026-12-05T21:30:00Z, true"
  })
  void hoursAreOpenByTheClockOfTheirZone(Instant at, boolean open) {
    Hours hours =
        (Hours)
            Handling.read(
                HandlingKind.HOURS,
                HandlingId.random(),
                Map.of(
                    "name", "Office",
                    "zone", "Europe/Berlin",
                    "openings", "mon-fri 09:00-17:00\nsat-mon 22:00-24:00",
                    "closedDays", "12-25\n2027-03-26"));
    assertThat(hours.isOpen(at)).isEqualTo(open);
  }
}
