package org.ringfence.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.CallerIdHeader;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.Hours;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.TrunkSettings;

/** PBXs with a calling policy and outbound routes. */
final class Outgoing {
  static final String FIRST = Pbxs.trunkId(1).toString();
  static final String SECOND = Pbxs.trunkId(2).toString();

  private Outgoing() {}

  static Map<String, TenantPbx> cases() {
    Map<String, TenantPbx> cases = new LinkedHashMap<>();
    cases.put("policy-of-everything", pbx("DE", policy("allowed", everything())));
    cases.put("policy-of-mobiles-only", pbx("DE", policy("allowed", "mobile")));
    cases.put(
        "policy-of-the-eea-and-countries",
        pbx("AT", policy("allowed", "fixed\nmobile\neea", "countries", "CH US")));
    cases.put(
        "emergency-trunk-and-caller-id",
        pbx("GB", policy("emergencyTrunk", SECOND, "emergencyCallerId", "+442071234567")));
    cases.put(
        "routes-by-number",
        pbx(
            "DE",
            route(1, "position", "1", "called", "+4917\nmobile", "trunks", SECOND),
            route(2, "position", "2", "called", "free", "trunks", FIRST),
            route(3, "position", "3", "trunks", FIRST + "\n" + SECOND)));
    Hours office = Handlings.hours(Hours.Mode.AUTOMATIC, "Europe/Berlin");
    cases.put(
        "routes-by-caller-and-time",
        pbx(
            "DE",
            office,
            route(
                1,
                "callers",
                Handlings.person(101) + "\n" + Handlings.person(102),
                "hours",
                office.destination().toString(),
                "trunks",
                SECOND),
            route(2, "position", "20", "trunks", FIRST)));
    cases.put(
        "route-by-cost-with-another-caller-id",
        pbx(
            "DE",
            route(
                1,
                "trunks",
                FIRST + " 0.02\n" + SECOND + " 0.012",
                "order",
                "by-cost",
                "callerId",
                "+4930999")));
    cases.put(
        "route-that-rewrites",
        pbx("DE", route(1, "trunks", FIRST, "strip", "2", "prepend", "010330")));
    cases.put(
        "route-whose-trunks-are-gone", pbx("DE", route(1, "trunks", Pbxs.trunkId(9).toString())));
    return cases;
  }

  static String everything() {
    return String.join(
        "\n",
        List.of(
            "fixed",
            "mobile",
            "free",
            "other",
            "shared-cost",
            "personal",
            "premium",
            "unassigned",
            "satellite",
            "eea",
            "international",
            "high-risk"));
  }

  static TenantPbx pbx(String country, Handling... handling) {
    return Pbxs.pbx(
            country,
            List.of(
                Pbxs.registrationTrunk(1),
                Pbxs.ipTrunk(2)
                    .with(TrunkSettings.of(Map.of("callerIdHeader", CallerIdHeader.PPI.name())))),
            Handlings.PEOPLE)
        .withHandling(new CallHandling(List.of(handling)));
  }

  static Handling policy(String... fields) {
    return Handling.read(HandlingKind.CALLING_POLICY, Handlings.id(50), map(fields));
  }

  static Handling route(int number, String... fields) {
    Map<String, String> all = map(fields);
    all.put("name", "Route " + number);
    return Handling.read(HandlingKind.OUTBOUND_ROUTE, Handlings.id(60 + number), all);
  }

  private static Map<String, String> map(String... fields) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put(fields[i], fields[i + 1]);
    }
    return map;
  }
}
