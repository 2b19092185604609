package org.ringfence.web.revision;

import java.util.List;
import java.util.Optional;
import org.ringfence.config.ConfigBundle;
import org.ringfence.config.ConfigFile;

/**
 * What saving would bring about: the files a person looks at first, and every difference to what is
 * live.
 */
public record Preview(List<Text> files, boolean somethingIsLive, List<LineDiff.FileDiff> changes) {
  private static final List<String> LOOKED_AT =
      List.of("asterisk/pjsip.conf", "asterisk/pjsip_phones.conf", "asterisk/extensions.conf");

  /** A file with its secrets masked. */
  public record Text(String name, String text) {}

  public static Preview of(ConfigBundle bundle, Optional<ConfigBundle> live) {
    return new Preview(
        LOOKED_AT.stream()
            .flatMap(name -> bundle.file(name).stream())
            .map(file -> new Text(file.name(), file.masked()))
            .toList(),
        live.isPresent(),
        live.map(before -> LineDiff.between(before, bundle)).orElse(List.of()));
  }

  static List<Text> texts(ConfigBundle bundle) {
    return bundle.files().stream().map(Preview::text).toList();
  }

  private static Text text(ConfigFile file) {
    return new Text(file.name(), file.masked());
  }
}
