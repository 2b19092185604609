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
import org.ringfence.domain.pbx.TrunkSettings;

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
    cases.put(
        "recording-with-an-announcement",
        Pbxs.pbx("DE", List.of(Pbxs.ipTrunk(2)), Handlings.PEOPLE)
            .withHandling(
                handling(
                    List.of(
                        Handling.read(
                            HandlingKind.RECORDING,
                            Handlings.id(5),
                            Map.of("name", "Quality", "announcement", sound(3).toString()))))));
    cases.put("announcement", pbx(announcement(Map.of())));
    cases.put(
        "announcement-whose-sound-is-gone",
        pbx(announcement(Map.of("sound", sound(9).toString()))));
    cases.put("queue-with-announcements", pbx(queue(Map.of())));
    cases.put("queue-with-its-own-music", pbx(queue(MUSIC), music(Map.of())));
    cases.put("queue-whose-music-is-gone", pbx(queue(MUSIC)));
    cases.put("music-everywhere", pbx(music(Map.of("everywhere", "true", "order", "random"))));
    cases.put("music-whose-sounds-are-gone", pbx(music(Map.of("pieces", sound(9).toString()))));
    cases.put("hours-with-holidays-of-a-country", pbx(hours("US")));
    cases.put("hours-with-holidays-of-a-region", pbx(hours("DE-BE")));
    cases.put("blocklist", blocking(blocklist(Map.of())));
    cases.put("blocklist-with-anonymous-callers", blocking(blocklist(Map.of("anonymous", "true"))));
    cases.put("paging", pbx(paging(Map.of())));
    cases.put("paging-that-talks-back", pbx(paging(Map.of("talkBack", "true"))));
    cases.put(
        "callback-ads", calling(ad(21, Map.of()), ad(22, Map.of("sound", sound(9).toString()))));
    cases.put("callback-ad-of-a-sealed-trunk", sealed(ad(21, Map.of())));
    cases.put("agent-prompt", calling(prompt(Map.of())));
    cases.put("agent-prompt-to-accept", calling(prompt(Map.of("accept", "true"))));
    cases.put("agent-prompt-and-ad", calling(ad(21, Map.of()), prompt(Map.of("accept", "true"))));
    return cases;
  }

  private static TenantPbx calling(Handling... handlings) {
    return Pbxs.pbx("DE", List.of(Pbxs.ipTrunk(2)), Handlings.PEOPLE)
        .withHandling(handling(List.of(handlings)));
  }

  private static TenantPbx sealed(Handling... handlings) {
    TrunkSettings settings = TrunkSettings.of(Map.of("mediaEncryption", "REQUIRED"));
    return Pbxs.pbx("DE", List.of(Pbxs.ipTrunk(2).with(settings)), Handlings.PEOPLE)
        .withHandling(handling(List.of(handlings)));
  }

  static Handling ad(int number, Map<String, String> changed) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", "Spring sale " + number);
    fields.put("sound", sound(4).toString());
    fields.putAll(changed);
    return read(HandlingKind.AD, number, fields);
  }

  static Handling prompt(Map<String, String> changed) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", "A callback");
    fields.put("whisper", sound(2).toString());
    fields.putAll(changed);
    return read(HandlingKind.AGENT_PROMPT, 23, fields);
  }

  /** Music with the number 13. */
  private static final Map<String, String> MUSIC =
      Map.of("music", "music:" + Handlings.id(13), "welcome", "", "repeated", "");

  private static TenantPbx blocking(Handling list) {
    return Pbxs.pbx("DE", List.of(Pbxs.ipTrunk(2)), Handlings.PEOPLE)
        .withHandling(handling(List.of(list)));
  }

  /** One object of each kind that has sounds. */
  static List<Handling> everyKind(String name) {
    return List.of(
        menu(Map.of("name", name, "wrongPrompt", sound(2).toString(), "dialsExtensions", "true")),
        announcement(Map.of("name", name)),
        music(Map.of("name", name)),
        blocklist(Map.of("name", name, "anonymous", "true")),
        paging(Map.of("name", name)),
        ad(21, Map.of("name", name)),
        prompt(Map.of("name", name)));
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

  static Handling queue(Map<String, String> changed) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", "Support");
    fields.put("number", "503");
    fields.put("members", Handlings.person(101).toString());
    fields.put("welcome", sound(1).toString());
    fields.put("repeated", sound(2).toString());
    fields.put("repeatSeconds", "45");
    fields.putAll(changed);
    return read(HandlingKind.QUEUE, 14, fields);
  }

  static Handling music(Map<String, String> changed) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", "Jazz");
    fields.put("number", "504");
    fields.put("pieces", sound(3) + "\n" + sound(4));
    fields.putAll(changed);
    return read(HandlingKind.MUSIC, 13, fields);
  }

  private static Handling hours(String region) {
    return read(
        HandlingKind.HOURS,
        15,
        Map.of(
            "name", "Office",
            "number", "505",
            "zone", "Europe/Berlin",
            "openings", "mon-fri 09:00-17:00",
            "closedDays", "12-24",
            "holidays", region,
            "open", "end:busy"));
  }

  static Handling blocklist(Map<String, String> changed) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", "Pests");
    fields.put("callers", "+4930123456\n+49900*\n+4930123456");
    fields.putAll(changed);
    return read(HandlingKind.BLOCKLIST, 16, fields);
  }

  static Handling paging(Map<String, String> changed) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", "Workshop");
    fields.put("number", "506");
    fields.put("members", Handlings.person(102) + "\n" + Handlings.person(103));
    fields.putAll(changed);
    return read(HandlingKind.PAGING, 17, fields);
  }

  static Handling read(HandlingKind kind, int number, Map<String, String> fields) {
    return Handling.read(kind, Handlings.id(number), fields);
  }
}
