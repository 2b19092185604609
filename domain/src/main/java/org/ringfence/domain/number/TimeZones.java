package org.ringfence.domain.number;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringfence.domain.E164;

/**
 * In which time zones the person may be who has a number, by its longest known beginning, from
 * {@code time-zones.txt}, which is made like {@link NumberRanges}.
 */
public final class TimeZones {
  private static final Map<String, List<ZoneId>> ZONES = read();

  private TimeZones() {}

  /** Every zone the number may be in; empty for numbers that belong to no place on earth. */
  public static List<ZoneId> of(E164 number) {
    String digits = number.digits();
    for (int length = digits.length(); length > 0; length--) {
      List<ZoneId> zones = ZONES.get(digits.substring(0, length));
      if (zones != null) {
        return zones;
      }
    }
    return List.of();
  }

  private static Map<String, List<ZoneId>> read() {
    Map<String, List<ZoneId>> zones = new HashMap<>();
    for (List<String> line : DataFile.lines("time-zones.txt")) {
      zones.put(
          line.get(0),
          Arrays.stream(line.get(1).split(",", -1))
              .filter(name -> !name.equals("Etc/Unknown"))
              .map(ZoneId::of)
              .toList());
    }
    return Map.copyOf(zones);
  }
}
