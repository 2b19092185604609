package org.ringfence.domain.callback;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides in which order a callback's trunks are tried. A trunk that is sick comes after all that
 * are not, but for a call now and then that finds out whether it is well again. The same calls, the
 * same moments and the same chance give the same decisions. Not for several threads at once.
 */
public final class TrunkChoice {
  /** From one call that is risked on a sick trunk to the next one. */
  public static final Duration PROBE = Duration.ofSeconds(30);

  private final RandomGenerator random;

  /** When each sick trunk was last risked, or found sick. */
  private final Map<String, Instant> probed = new HashMap<>();

  public TrunkChoice(RandomGenerator random) {
    this.random = random;
  }

  /** Which of several trunks that place calls well is the first. */
  public enum Order {
    /** As the outbound route lists them, or by the trunks' own order. */
    AS_LISTED,
    /** The one whose minute costs least; those that cost the same share calls by weight. */
    CHEAPEST,
    /** Each as often as its weight says. */
    BY_WEIGHT
  }

  /**
   * A trunk that may be tried.
   *
   * @param trunk section name
   * @param weight of 1 to 100
   * @param minuteCost in the currency of the trunks' prices
   */
  public record Way(String trunk, int weight, BigDecimal minuteCost) {}

  /**
   * What the PBX is told, by section names: first these, then what its routes list otherwise, and
   * at last those. Trunks that a route does not allow are passed over there.
   */
  public record Chosen(List<String> first, List<String> last) {
    public static final Chosen AS_LISTED = new Chosen(List.of(), List.of());

    public Chosen {
      first = List.copyOf(first);
      last = List.copyOf(last);
    }
  }

  /**
   * For one call.
   *
   * @param health by section name; one that is not there is not known to be sick
   */
  public Chosen choose(Order order, List<Way> ways, Map<String, TrunkHealth> health, Instant now) {
    if (ways.size() < 2) {
      return Chosen.AS_LISTED;
    }
    List<Way> sick = ways.stream().filter(way -> isSick(health, way)).toList();
    List<Way> well = ways.stream().filter(way -> !isSick(health, way)).toList();
    probed.keySet().retainAll(sick.stream().map(Way::trunk).toList());
    if (well.isEmpty()) {
      // None is better than another one.
      well = sick;
      sick = List.of();
    }
    List<String> first = new ArrayList<>();
    probe(sick, now).ifPresent(first::add);
    if (order != Order.AS_LISTED) {
      sorted(order, well).forEach(first::add);
      sorted(order, sick).stream().filter(trunk -> !first.contains(trunk)).forEach(first::add);
      return new Chosen(first, List.of());
    }
    return new Chosen(
        first, sick.stream().map(Way::trunk).filter(trunk -> !first.contains(trunk)).toList());
  }

  private static boolean isSick(Map<String, TrunkHealth> health, Way way) {
    return Optional.ofNullable(health.get(way.trunk()))
        .filter(known -> known.state().isSick())
        .isPresent();
  }

  /** The sick trunk that waits longest for its chance, once it waited long enough. */
  private Optional<String> probe(List<Way> sick, Instant now) {
    sick.forEach(way -> probed.putIfAbsent(way.trunk(), now));
    Optional<String> next =
        sick.stream()
            .map(Way::trunk)
            .filter(trunk -> !now.isBefore(lastProbe(trunk, now).plus(PROBE)))
            .min(Comparator.comparing((String trunk) -> lastProbe(trunk, now)));
    next.ifPresent(trunk -> probed.put(trunk, now));
    return next;
  }

  private Instant lastProbe(String trunk, Instant otherwise) {
    return probed.getOrDefault(trunk, otherwise);
  }

  private List<String> sorted(Order order, List<Way> ways) {
    List<Way> drawn = drawn(ways);
    if (order == Order.CHEAPEST) {
      drawn.sort(Comparator.comparing(Way::minuteCost));
    }
    return drawn.stream().map(Way::trunk).toList();
  }

  /** Drawn one after another, each with the chance its weight gives it among those left. */
  private List<Way> drawn(List<Way> ways) {
    List<Way> left = new ArrayList<>(ways);
    List<Way> drawn = new ArrayList<>();
    while (!left.isEmpty()) {
      int at = random.nextInt(left.stream().mapToInt(Way::weight).sum());
      int which = 0;
      while (at >= left.get(which).weight()) {
        at -= left.get(which).weight();
        which++;
      }
      drawn.add(left.remove(which));
    }
    return drawn;
  }
}
