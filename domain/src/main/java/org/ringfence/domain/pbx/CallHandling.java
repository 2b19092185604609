package org.ringfence.domain.pbx;

import java.time.Year;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All call handling of one PBX, by name.
 *
 * @param sounds which file each sound has
 * @param holidaysFrom the first year whose public holidays are looked at; needed where opening
 *     hours name a country's
 */
public record CallHandling(
    List<Handling> all, Map<SoundId, SoundDigest> sounds, Optional<Year> holidaysFrom) {
  public CallHandling {
    all = List.copyOf(all);
    sounds = Map.copyOf(sounds);
  }

  /** Call handling that uses neither sounds nor public holidays. */
  public CallHandling(List<Handling> all) {
    this(all, Map.of(), Optional.empty());
  }

  public static CallHandling none() {
    return new CallHandling(List.of());
  }

  public Optional<Handling> find(HandlingKind kind, HandlingId id) {
    return all.stream().filter(each -> each.kind() == kind && each.id().equals(id)).findFirst();
  }

  /** Those of one kind. */
  public <T extends Handling> Stream<T> of(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** A sound's file; empty when the sound is gone. */
  public Optional<SoundDigest> file(SoundId id) {
    return Optional.ofNullable(sounds.get(id));
  }

  /** The files that objects use, in a fixed order, each once. */
  public List<SoundDigest> files() {
    return all.stream()
        .flatMap(each -> each.sounds().stream())
        .flatMap(id -> file(id).stream())
        .distinct()
        .sorted(Comparator.comparing(SoundDigest::hex))
        .toList();
  }
}
