package org.ringfence.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.Destination;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.RingGroup;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.domain.pbx.VoicemailPin;

/** People with wishes that the tests render. */
final class Persons {
  private Persons() {}

  static Map<String, TenantPbx> cases() {
    Map<String, TenantPbx> cases = new LinkedHashMap<>();
    cases.put(
        "voicemail",
        pbx(
            person(
                101, Map.of("voicemail", "true", "ringSeconds", "25", "email", "ann@example.com")),
            person(102, Map.of("voicemail", "true"))));
    cases.put(
        "voicemail-that-a-group-leads-to",
        pbx(person(101, Map.of("voicemail", "true")), Pbxs.extension(102))
            .withHandling(
                new CallHandling(
                    List.of(
                        Handlings.group(
                            1,
                            RingGroup.Strategy.ALL,
                            new Destination.ToVoicemail(Pbxs.extension(101).id()))))));
    cases.put(
        "forwarding",
        pbx(
            person(
                101,
                Map.of(
                    "always", "102", "busy", "103", "noAnswer", "+493023125100", "offline", "102")),
            person(102, Map.of("doNotDisturb", "true"))));
    cases.put(
        "follow-me",
        pbx(
            person(101, Map.of("followMe", "102\n+493023125100")),
            person(102, Map.of("followMe", "101", "followAfter", "10"))));
    cases.put(
        "caller-id-of-a-person",
        Pbxs.pbx(
            "DE",
            List.of(
                Pbxs.registrationTrunk(1),
                Pbxs.ipTrunk(2).with(TrunkSettings.of(Map.of("callerIdHeader", "PPI")))),
            List.of(person(101, Map.of("callerId", "+4930123457")), Pbxs.extension(102))));
    cases.put(
        "pickup-group-and-one-call-at-a-time",
        pbx(
            person(101, Map.of("pickupGroup", "sales", "callWaiting", "false")),
            person(102, Map.of("pickupGroup", "sales"))));
    cases.put("several-phones", pbx(person(101, Map.of("devices", "3")), Pbxs.extension(102)));
    return cases;
  }

  private static TenantPbx pbx(Extension... people) {
    return Pbxs.pbx("DE", List.of(Pbxs.registrationTrunk(1)), List.of(people));
  }

  static Extension person(int number, Map<String, String> settings) {
    return Pbxs.extension(number)
        .with(
            ExtensionSettings.of(
                settings, Optional.of(new VoicemailPin("4711")), 1_795_000_000_000L));
  }
}
