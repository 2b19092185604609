package org.ringfence.widget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.callback.CallbackLimits;
import org.ringfence.domain.callback.Limit;

/** Limits in memory; CallbackGuardIT holds the stored ones to the same. */
final class FakeLimits implements CallbackLimits {
  private final Map<String, List<Instant>> granted = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  @Override
  public Ledger open(Collection<List<Limit>> callbacks, Instant now) {
    return new Ledger() {
      @Override
      public Optional<Limit> take(List<Limit> limits) {
        return FakeLimits.this.take(limits, now);
      }

      @Override
      public void store() {}
    };
  }

  private synchronized Optional<Limit> take(List<Limit> limits, Instant now) {
    for (Limit limit : limits) {
      long lately =
          granted.getOrDefault(name(limit), List.of()).stream()
              .filter(time -> time.isAfter(now.minus(limit.window())))
              .count();
      if (lately >= limit.most()) {
        return Optional.of(limit);
      }
    }
    limits.forEach(
        limit -> granted.computeIfAbsent(name(limit), name -> new ArrayList<>()).add(now));
    return Optional.empty();
  }

  private static String name(Limit limit) {
    return limit.scope() + "|" + limit.window() + "|" + limit.subject();
  }

  @Override
  public synchronized Set<String> useUp(Map<String, Instant> tokens) {
    Set<String> fresh = new HashSet<>(tokens.keySet());
    fresh.removeIf(token -> !used.add(token));
    return fresh;
  }

  @Override
  public void forget(Instant now) {}
}
