package org.ringfence.domain.history;

import java.util.Map;

/**
 * What a tenant called its things when a call was made: names change, records do not.
 *
 * @param extensions names by number
 * @param trunks names by section
 * @param handling names by section
 * @param dids numbers outside by section
 */
public record KnownNames(
    Map<String, String> extensions,
    Map<String, String> trunks,
    Map<String, String> handling,
    Map<String, String> dids) {
  public static final KnownNames NONE = new KnownNames(Map.of(), Map.of(), Map.of(), Map.of());
}
