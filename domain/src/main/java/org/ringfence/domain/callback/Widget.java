package org.ringfence.domain.callback;

import java.util.Set;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.ExtensionNumber;

/** A callback button on a tenant's website. */
public record Widget(
    WidgetId id,
    WidgetKey key,
    DisplayName name,
    Set<Origin> origins,
    ExtensionNumber agent,
    boolean enabled) {
  public Widget {
    origins = Set.copyOf(origins);
    if (origins.isEmpty()) {
      throw new InvalidValue(
          "Please enter at least one website on which the widget may appear, for example https://www.example.com.");
    }
    if (origins.size() > 100) {
      throw new InvalidValue("A widget may appear on at most 100 websites.");
    }
  }
}
