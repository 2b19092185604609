package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundDigest;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * Sounds in the dialplan, and the file {@code sounds} of a bundle: the digests of what the guest
 * has to have before it takes the bundle.
 */
final class Sounds {
  /** The name of that file. */
  static final String FILE = "sounds";

  private Sounds() {}

  /** The step that plays a sound with this application; empty when the sound is gone. */
  static Optional<Step> play(TenantPbx pbx, String application, SoundId sound) {
    return path(pbx, sound).map(path -> step(application, arg(data(path))));
  }

  /** Where Asterisk finds a sound; empty when the sound is gone. */
  static Optional<String> path(TenantPbx pbx, SoundId sound) {
    return pbx.handling().file(sound).map(Sound::pathInGuest);
  }

  static List<ConfigFile> file(TenantPbx pbx) {
    List<ConfigLine> lines = new ArrayList<>();
    for (SoundDigest digest : pbx.handling().files()) {
      lines.add(new ConfigLine(lines.size() + 1, digest.hex(), digest.hex(), Source.pbx()));
    }
    return lines.isEmpty() ? List.of() : List.of(new ConfigFile(FILE, lines));
  }

  static Stream<String> modules(TenantPbx pbx) {
    return pbx.handling().files().isEmpty() ? Stream.of() : Stream.of("app_playback.so");
  }
}
