package org.ringfence.domain.access;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringfence.domain.InvalidValue;

/**
 * What a key may do: the same everywhere, or in each area what is said for it, and nothing in those
 * of which nothing is said.
 *
 * @param everywhere empty when it is said by area
 */
public record KeyScope(Optional<ApiKey.Scope> everywhere, Map<KeyArea, ApiKey.Scope> areas) {
  public KeyScope {
    areas = Map.copyOf(areas);
    if (everywhere.isPresent() != areas.isEmpty()) {
      throw new InvalidValue("Please say what the key may do, in at least one area.");
    }
  }

  public static KeyScope everywhere(ApiKey.Scope scope) {
    return new KeyScope(Optional.of(scope), Map.of());
  }

  public static KeyScope in(Map<KeyArea, ApiKey.Scope> areas) {
    return new KeyScope(Optional.empty(), areas);
  }

  /**
   * Whether a request is within it.
   *
   * @param area empty for what belongs to none
   * @param reads whether it only asks
   */
  public boolean allows(Optional<KeyArea> area, boolean reads) {
    Optional<ApiKey.Scope> here = everywhere.or(() -> area.map(areas::get));
    return here.filter(scope -> reads || scope == ApiKey.Scope.WRITE).isPresent();
  }

  /** {@code WRITE}, or {@code calls=READ trunks=WRITE}. */
  @Override
  public String toString() {
    return everywhere
        .map(ApiKey.Scope::name)
        .orElseGet(
            () ->
                new EnumMap<>(areas)
                    .entrySet().stream()
                        .map(each -> each.getKey().text() + "=" + each.getValue())
                        .collect(Collectors.joining(" ")));
  }

  /** Reads what {@link #toString} wrote. */
  public static KeyScope parse(String text) {
    if (!text.contains("=")) {
      return everywhere(ApiKey.Scope.valueOf(text));
    }
    Map<KeyArea, ApiKey.Scope> areas = new EnumMap<>(KeyArea.class);
    for (String part : text.split(" ", -1)) {
      String[] said = part.split("=", 2);
      areas.put(
          KeyArea.of(said[0]).orElseThrow(() -> new InvalidValue("There is no area " + said[0])),
          ApiKey.Scope.valueOf(said[1]));
    }
    return in(areas);
  }
}
