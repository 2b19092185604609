package org.ringfence.domain.callback;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.number.NumberRanges.NumberRange;

/**
 * What a minute of a callback costs, by the beginning of the visitor's number; the longest one that
 * fits counts. Seconds that were begun are paid for. A number that no beginning fits costs nothing.
 *
 * @param minutes beginnings in digits, with the price of a minute in millionths
 */
public record CallbackRates(Map<String, Long> minutes) {
  public static final CallbackRates NONE = new CallbackRates(Map.of());

  /** What stands for one unit of the currency. */
  public static final long UNIT = 1_000_000;

  /** The smaller unit that people count in, in millionths. */
  public static final long CENT = UNIT / 100;

  public static final int MOST = 500;

  private static final Pattern LINE =
      Pattern.compile("\\+([1-9][0-9]{0,14})\\s+([0-9]{1,4}(?:\\.[0-9]{1,6})?)");

  public CallbackRates {
    minutes = Collections.unmodifiableMap(new TreeMap<>(minutes));
    if (minutes.size() > MOST) {
      throw new InvalidValue("At most " + MOST + " beginnings can have a rate.");
    }
  }

  /** Reads lines such as {@code +4917 0.08}: a beginning and what a minute costs. */
  public static CallbackRates parse(String text) {
    Map<String, Long> minutes = new TreeMap<>();
    for (String line : text.lines().map(String::strip).filter(each -> !each.isEmpty()).toList()) {
      Matcher shape = LINE.matcher(line);
      if (!shape.matches()) {
        throw new InvalidValue(
            "Please write a beginning and what a minute costs, one a line, for example +4917 0.08.");
      }
      if (minutes.put(shape.group(1), millionths(shape.group(2))) != null) {
        throw new InvalidValue("The beginning +" + shape.group(1) + " has two rates. One will do.");
      }
    }
    return new CallbackRates(minutes);
  }

  private static long millionths(String price) {
    return new BigDecimal(price).movePointRight(6).longValueExact();
  }

  /** The lines that {@link #parse} reads. */
  public String text() {
    List<String> lines = new ArrayList<>();
    minutes.forEach((beginning, minute) -> lines.add("+" + beginning + " " + amount(minute)));
    return String.join("\n", lines);
  }

  /** An amount in units, without zeros at its end. */
  public static String amount(long millionths) {
    BigDecimal units = BigDecimal.valueOf(millionths, 6).stripTrailingZeros();
    return units.setScale(Math.max(0, units.scale()), RoundingMode.UNNECESSARY).toPlainString();
  }

  /**
   * What so many seconds to a number cost, in millionths, rounded up.
   *
   * @param number in international form
   */
  public long cost(String number, long seconds) {
    String digits = number.startsWith("+") ? number.substring(1) : number;
    for (int length = digits.length(); length > 0; length--) {
      Long minute = minutes.get(digits.substring(0, length));
      if (minute != null) {
        return cost(minute, seconds);
      }
    }
    return 0;
  }

  /** What so many seconds cost at most that go to ranges which are called, in millionths. */
  public long most(Predicate<NumberRange> called, long seconds) {
    return minutes.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .filter(rate -> isFor(rate.getKey(), called))
        .findFirst()
        .map(rate -> cost(rate.getValue(), seconds))
        .orElse(0L);
  }

  private static boolean isFor(String beginning, Predicate<NumberRange> called) {
    return called.test(NumberRanges.of(beginning))
        // Ranges within it: a colon comes after all digits.
        || NumberRanges.all().subMap(beginning, beginning + ":").values().stream().anyMatch(called);
  }

  private static long cost(long minute, long seconds) {
    return (seconds * minute + 59) / 60;
  }
}
