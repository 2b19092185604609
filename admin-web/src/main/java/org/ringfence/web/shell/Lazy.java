package org.ringfence.web.shell;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read when it is first asked for, and once per request. Not for several threads.
 */
public final class Lazy<T> {
  private final Supplier<T> read;
  private @Nullable T value;

  public Lazy(Supplier<T> read) {
    this.read = read;
  }

  public T get() {
    T known = value;
    if (known == null) {
      known = read.get();
      value = known;
    }
    return known;
  }
}
