package org.ringfence.reconciler;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.InvalidFields;
import org.ringfence.domain.tenant.TenantId;

/**
 * Takes over what phones changed by feature codes. What is in force stands in the guest; this keeps
 * the centre's copy the same, unless the portal has saved something since that the guest has not
 * heard of. No revision follows: the guest has it already.
 */
final class GuestPeople {
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9]{2,6})/(dnd|always|busy|noanswer|offline|agent|version)=([+0-9]{0,20})");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "dnd", "doNotDisturb",
          "always", "always",
          "busy", "busy",
          "noanswer", "noAnswer",
          "offline", "offline",
          "agent", "loggedIn");

  /** Those that are either 1 or empty. */
  private static final Set<String> FLAGS = Set.of("dnd", "agent");

  private final ExtensionRepository extensions;

  GuestPeople(ExtensionRepository extensions) {
    this.extensions = extensions;
  }

  /**
   * {@code POST people/wishes}: one {@code number/key=value} a line.
   *
   * @throws InvalidValue when the body is no such list
   */
  void reported(TenantId tenantId, String body) {
    Map<String, Map<String, String>> people = new TreeMap<>();
    for (String line : body.lines().toList()) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new InvalidValue("a line is no wish of a person");
      }
      people
          .computeIfAbsent(parts.group(1), fresh -> new HashMap<>())
          .put(parts.group(2), parts.group(3));
    }
    people.forEach(
        (number, values) ->
            extensions
                .findByNumber(tenantId, new ExtensionNumber(number))
                .ifPresent(extension -> follow(tenantId, extension, values)));
  }

  private void follow(TenantId tenantId, Extension extension, Map<String, String> values) {
    ExtensionSettings settings = extension.settings();
    if (!values.getOrDefault("version", "0").equals(Long.toString(settings.version()))) {
      return;
    }
    Map<String, String> texts = settings.texts();
    SETTINGS.forEach(
        (key, setting) -> {
          String value = values.getOrDefault(key, "");
          texts.put(setting, FLAGS.contains(key) ? Boolean.toString(value.equals("1")) : value);
        });
    ExtensionSettings now;
    try {
      now = ExtensionSettings.of(texts, settings.pin(), settings.version());
    } catch (InvalidFields unusable) {
      throw new InvalidValue(String.valueOf(unusable.getMessage()));
    }
    if (!now.equals(settings)) {
      extensions.save(tenantId, extension.with(now));
    }
  }
}
