package org.ringfence.domain;

import java.util.Locale;
import java.util.Set;

/**
 * An ISO 3166-1 alpha-2 country; it decides how numbers are read and which destinations are
 * allowed.
 */
public record Country(String code) {
  private static final Set<String> KNOWN = Set.of(Locale.getISOCountries());

  public Country {
    code = Text.trimmed("The country", code).toUpperCase(Locale.ROOT);
    if (!KNOWN.contains(code)) {
      throw new InvalidValue(
          "This is not a country code. Please use two letters, for example DE or US.");
    }
  }

  @Override
  public String toString() {
    return code;
  }
}
