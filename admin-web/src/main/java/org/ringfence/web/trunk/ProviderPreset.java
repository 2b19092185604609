package org.ringfence.web.trunk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.pbx.TrunkSettings;

/**
 * What is known about a provider, from a data file beside this class: each with its source and the
 * day it was read, because providers change.
 *
 * @param fields of the form, by name
 * @param settings with the preset's own id in them
 */
public record ProviderPreset(
    String id,
    DisplayName name,
    String source,
    LocalDate read,
    Map<String, String> fields,
    TrunkSettings settings) {
  private static final Set<String> FIELDS =
      Set.of("access", "host", "port", "transport", "numberFormat", "sources");

  /** All presets, in the order of the menu. */
  public static final List<ProviderPreset> ALL =
      List.of(load("sipgate-trunking"), load("twilio-elastic"));

  static Optional<ProviderPreset> find(String id) {
    return ALL.stream().filter(preset -> preset.id().equals(id)).findFirst();
  }

  private static ProviderPreset load(String id) {
    Properties file = new Properties();
    try (InputStream stream = ProviderPreset.class.getResourceAsStream(id + ".properties")) {
      file.load(new InputStreamReader(Objects.requireNonNull(stream, id), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Map<String, String> fields = new HashMap<>();
    Map<String, String> settings = new HashMap<>(Map.of("preset", id));
    for (String key : file.stringPropertyNames()) {
      if (FIELDS.contains(key)) {
        fields.put(key, file.getProperty(key));
      } else if (!Set.of("name", "source", "read").contains(key)) {
        settings.put(key, file.getProperty(key));
      }
    }
    return new ProviderPreset(
        id,
        new DisplayName(file.getProperty("name")),
        file.getProperty("source"),
        LocalDate.parse(file.getProperty("read")),
        Map.copyOf(fields),
        TrunkSettings.of(settings));
  }
}
