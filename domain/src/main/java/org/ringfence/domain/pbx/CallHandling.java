package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All call handling of one PBX, by name. */
public record CallHandling(List<Handling> all) {
  public CallHandling {
    all = List.copyOf(all);
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
}
