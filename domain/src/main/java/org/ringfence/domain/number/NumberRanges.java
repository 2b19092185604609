package org.ringfence.domain.number;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.ringfence.domain.E164;

/**
 * Which country and class a number belongs to, by its longest known beginning.
 *
 * <p>{@code number-ranges.txt} is made from libphonenumber's metadata, whose version stands in its
 * first line, by {@code NumberDataTest}. Beginnings have at most seven digits beside the country
 * code; where a plan mixes classes below that, the one that costs more counts.
 */
public final class NumberRanges {
  /** The region of numbers that belong to no country. */
  public static final String WORLD = "001";

  private static final NavigableMap<String, NumberRange> RANGES = read();

  private NumberRanges() {}

  /**
   * A block of numbers.
   *
   * @param region two letters, {@link #WORLD}, or empty where no plan knows the block
   */
  public record NumberRange(String region, NumberClass numberClass) {}

  /** What no plan knows. */
  public static final NumberRange UNKNOWN = new NumberRange("", NumberClass.UNASSIGNED);

  public static NumberRange of(E164 number) {
    return of(number.digits());
  }

  /** The range of international digits, or of the beginning of some. */
  public static NumberRange of(String digits) {
    for (int length = digits.length(); length > 0; length--) {
      NumberRange range = RANGES.get(digits.substring(0, length));
      if (range != null) {
        return range;
      }
    }
    return UNKNOWN;
  }

  /** Every beginning at which something changes, in the order of digits. */
  public static NavigableMap<String, NumberRange> all() {
    return RANGES;
  }

  private static NavigableMap<String, NumberRange> read() {
    NavigableMap<String, NumberRange> ranges = new TreeMap<>();
    for (List<String> line : DataFile.lines("number-ranges.txt")) {
      ranges.put(
          line.get(0),
          new NumberRange(line.get(1).equals("-") ? "" : line.get(1), NumberClass.of(line.get(2))));
    }
    return Collections.unmodifiableNavigableMap(ranges);
  }
}
