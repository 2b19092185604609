package org.ringfence.domain.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields of a trunk and what they should be, by the names and text forms that its form and the API
 * use.
 */
public record SettingChange(Map<String, String> values) {
  public SettingChange {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static SettingChange of(String field, String value) {
    return new SettingChange(Map.of(field, value));
  }
}
