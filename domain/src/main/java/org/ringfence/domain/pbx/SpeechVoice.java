package org.ringfence.domain.pbx;

import java.util.stream.Stream;
import org.ringfence.domain.InvalidValue;

/** The languages in which a text can be read out. */
public enum SpeechVoice {
  EN_GB("en-gb"),
  EN_US("en-us"),
  DE("de"),
  FR("fr"),
  ES("es"),
  IT("it"),
  NL("nl"),
  PL("pl"),
  PT("pt"),
  SV("sv"),
  DA("da"),
  CS("cs"),
  TR("tr"),
  UK("uk");

  private final String code;

  SpeechVoice(String code) {
    this.code = code;
  }

  /** As it stands in forms, the API and the database: {@code en-gb}. */
  public String code() {
    return code;
  }

  public static SpeechVoice of(String code) {
    return Stream.of(values())
        .filter(voice -> voice.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new InvalidValue("Please choose one of the languages on offer."));
  }
}
