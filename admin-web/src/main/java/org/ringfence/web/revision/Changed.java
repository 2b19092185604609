package org.ringfence.web.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A list as it would be after a change. */
final class Changed {
  private Changed() {}

  /** Puts {@code item} in the place of its older self, or at the end. */
  static <T> List<T> with(List<T> stored, T item, Predicate<T> olderSelf) {
    List<T> changed = new ArrayList<>(stored);
    for (int i = 0; i < changed.size(); i++) {
      if (olderSelf.test(changed.get(i))) {
        changed.set(i, item);
        return changed;
      }
    }
    changed.add(item);
    return changed;
  }
}
