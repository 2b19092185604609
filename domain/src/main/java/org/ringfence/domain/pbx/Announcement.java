package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;

/**
 * Callers hear a sound and are led on.
 *
 * @param then where the call goes afterwards
 */
public record Announcement(
    HandlingId id,
    DisplayName name,
    Optional<ExtensionNumber> number,
    SoundId sound,
    Destination then)
    implements Handling {

  static Announcement read(HandlingId id, Fields fields) {
    var name = fields.name();
    var number = fields.number();
    SoundId sound = fields.required("sound", SoundId.random(), SoundId::parse);
    var then = fields.destination("then");
    return fields.whole(() -> new Announcement(id, name, number, sound, then));
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.ANNOUNCEMENT;
  }

  @Override
  public List<Destination> uses() {
    return List.of(then);
  }

  @Override
  public List<SoundId> sounds() {
    return List.of(sound);
  }

  @Override
  public Map<String, String> details() {
    return Map.of("sound", sound.toString(), "then", then.toString());
  }
}
