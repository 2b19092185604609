package org.ringfence.config;

import java.nio.charset.StandardCharsets;
import java.time.Year;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.SoundDigest;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.TenantPbx;

/** Call handling with sounds that the tests render. */
final class SoundHandlings {
  private SoundHandlings() {}

  /** The four sounds of the tests. */
  static SoundId sound(int number) {
    return new SoundId(new UUID(0x50, number));
  }

  static SoundDigest digest(int number) {
    return SoundDigest.of(("sound " + number).getBytes(StandardCharsets.UTF_8));
  }

  static CallHandling handling(List<Handling> all) {
    Map<SoundId, SoundDigest> sounds =
        Stream.of(1, 2, 3, 4)
            .collect(Collectors.toMap(SoundHandlings::sound, SoundHandlings::digest));
    return new CallHandling(all, sounds, Optional.of(Year.of(2026)));
  }

  private static TenantPbx pbx(Handling... handlings) {
    return Pbxs.pbx("DE", List.of(), Handlings.PEOPLE).withHandling(handling(List.of(handlings)));
  }

  static Map<String, TenantPbx> cases() {
    Map<String, TenantPbx> cases = new LinkedHashMap<>();
    cases.put("menu", pbx(menu(Map.of())));
    cases.put("menu-that-dials-extensions", pbx(menu(Map.of("dialsExtensions", "true"))));
    cases.put("menu-with-wrong-prompt", pbx(menu(Map.of("wrongPrompt", sound(2).toString()))));
    cases.put("menu-without-greeting", pbx(menu(Map.of("greeting", ""))));
    cases.put(
        "menu-whose-sound-is-gone",
        pbx(menu(Map.of("greeting", sound(9).toString(), "attempts", "1"))));
    cases.put("announcement", pbx(announcement(Map.of())));
    cases.put(
        "announcement-whose-sound-is-gone",
        pbx(announcement(Map.of("sound", sound(9).toString()))));
    return cases;
  }

  /** One object of each kind that has sounds. */
  static List<Handling> everyKind(String name) {
    return List.of(
        menu(Map.of("name", name, "wrongPrompt", sound(2).toString(), "dialsExtensions", "true")),
        announcement(Map.of("name", name)));
  }

  static Handling menu(Map<String, String> changed) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", "Welcome");
    fields.put("number", "501");
    fields.put("greeting", sound(1).toString());
    fields.put(
        "choices",
        "1 extension:"
            + Handlings.person(102)
            + "\n2 end:busy\n0 extension:"
            + Handlings.person(101)
            + "\n* end:refuse\n# end:unassigned");
    fields.putAll(changed);
    return read(HandlingKind.MENU, 11, fields);
  }

  static Handling announcement(Map<String, String> changed) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", "Closed today");
    fields.put("number", "502");
    fields.put("sound", sound(3).toString());
    fields.put("then", "end:refuse");
    fields.putAll(changed);
    return read(HandlingKind.ANNOUNCEMENT, 12, fields);
  }

  static Handling read(HandlingKind kind, int number, Map<String, String> fields) {
    return Handling.read(kind, Handlings.id(number), fields);
  }
}
