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
 * What is known about a provider, from a data file beside this class: each with its sources and the
 * day they were read, because providers change. What no source says is not in it.
 *
 * @param sources the pages that say so
 * @param fields of the form, by name
 * @param settings with the preset's own id in them
 */
public record ProviderPreset(
    String id,
    DisplayName name,
    List<String> sources,
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
      } else if (!Set.of("name", "pages", "read").contains(key)) {
        settings.put(key, file.getProperty(key));
      }
    }
    return new ProviderPreset(
        id,
        new DisplayName(file.getProperty("name")),
        List.of(file.getProperty("pages").split(" ")),
        LocalDate.parse(file.getProperty("read")),
        Map.copyOf(fields),
        TrunkSettings.of(settings));
  }
}
