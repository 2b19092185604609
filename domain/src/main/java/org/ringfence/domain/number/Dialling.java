package org.ringfence.domain.number;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.domain.Country;

/**
 * How people in one country dial, from {@code dialling.txt}, which is made like {@link
 * NumberRanges}.
 *
 * @param callingCode without +
 * @param internationalPrefix dialled before a country code
 * @param nationalPrefix dialled before a national number; empty where there is none
 * @param shortest digits of the shortest national number, without prefix
 * @param longest digits of the longest
 * @param leadingZero whether national numbers may begin with 0 of their own
 * @param emergency the numbers of emergency services
 */
public record Dialling(
    String callingCode,
    String internationalPrefix,
    String nationalPrefix,
    int shortest,
    int longest,
    boolean leadingZero,
    List<String> emergency) {
  private static final Map<String, Dialling> BY_COUNTRY = read();

  public Dialling {
    emergency = List.copyOf(emergency);
  }

  /** Empty for the few territories that no numbering plan names. */
  public static Optional<Dialling> in(Country country) {
    return of(country.code());
  }

  static Optional<Dialling> of(String region) {
    return Optional.ofNullable(BY_COUNTRY.get(region));
  }

  /** The emergency numbers of a country; 112 where none are known, as on every mobile phone. */
  public static List<String> emergency(Country country) {
    return in(country).map(Dialling::emergency).orElse(List.of("112"));
  }

  private static Map<String, Dialling> read() {
    Map<String, Dialling> all = new TreeMap<>();
    for (List<String> line : DataFile.lines("dialling.txt")) {
      all.put(
          line.get(0),
          new Dialling(
              line.get(1),
              line.get(2),
              line.get(3).equals("-") ? "" : line.get(3),
              Integer.parseInt(line.get(4)),
              Integer.parseInt(line.get(5)),
              line.get(6).equals("zero"),
              List.of(line.get(7).split(",", -1))));
    }
    return Collections.unmodifiableMap(all);
  }
}
