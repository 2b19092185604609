package org.ringfence.domain.pbx;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.number.NumberClass;
import org.ringfence.domain.number.NumberRanges.NumberRange;

/**
 * By which trunks some calls go out. Routes are asked in order of their position; once a tenant has
 * one, a call that no route takes is not placed.
 *
 * @param position the lowest is asked first
 * @param called which numbers; empty for all
 * @param callers whose calls; empty for everybody's, also forwarded ones
 * @param hours the opening hours during which the route holds; empty for always
 * @param trunks tried one after another
 * @param callerId shown instead of the trunk's
 * @param strip digits cut off the beginning of the international number
 * @param prepend written before it instead
 */
public record OutboundRoute(
    HandlingId id,
    DisplayName name,
    int position,
    List<Called> called,
    List<ExtensionId> callers,
    Optional<HandlingId> hours,
    List<Way> trunks,
    Order order,
    Optional<E164> callerId,
    int strip,
    String prepend)
    implements Handling {
  private static final Pattern PREPEND = Pattern.compile("\\+?[0-9]{0,15}");

  /** In which order the trunks are tried. */
  public enum Order {
    AS_LISTED,
    BY_COST
  }

  /** Some numbers: those with a beginning, of a class, or of a country. */
  public sealed interface Called {
    /** International digits that a number begins with; written with +. */
    record Beginning(String digits) implements Called {
      public Beginning {
        if (!digits.matches("[1-9][0-9]{0,14}")) {
          throw malformed();
        }
      }

      @Override
      public String toString() {
        return "+" + digits;
      }
    }

    record OfClass(NumberClass numberClass) implements Called {
      @Override
      public String toString() {
        return numberClass.text();
      }
    }

    record InCountry(Country country) implements Called {
      @Override
      public String toString() {
        return country.code();
      }
    }

    static Called parse(String text) {
      if (text.startsWith("+")) {
        return new Beginning(text.substring(1).replace(" ", ""));
      }
      return Stream.of(NumberClass.values())
          .filter(each -> each.text().equals(text))
          .findFirst()
          .<Called>map(OfClass::new)
          .orElseGet(
              () -> {
                if (!text.matches("[A-Za-z]{2}")) {
                  throw malformed();
                }
                return new InCountry(new Country(text));
              });
    }

    private static InvalidValue malformed() {
      return new InvalidValue(
          "Please write beginnings such as +4917, countries such as AT, or classes such as mobile,"
              + " one a line.");
    }
  }

  /**
   * A trunk and what a minute costs by it.
   *
   * @param rate in the currency of the trunks' prices; zero when nobody said
   */
  public record Way(TrunkId trunk, BigDecimal rate) {
    private static final Pattern SHAPE =
        Pattern.compile("(\\S+)(?:\\s+([0-9]{1,4}(?:\\.[0-9]{1,6})?))?");

    /** Reads {@code id} or {@code id 0.012}. */
    static Way parse(String text) {
      Matcher shape = SHAPE.matcher(text);
      if (!shape.matches()) {
        throw new InvalidValue("Please write a trunk and what a minute costs, for example 0.012.");
      }
      return new Way(
          TrunkId.parse(shape.group(1)),
          new BigDecimal(Optional.ofNullable(shape.group(2)).orElse("0")));
    }

    @Override
    public String toString() {
      return trunk + (rate.signum() == 0 ? "" : " " + rate.toPlainString());
    }
  }

  public OutboundRoute {
    called = List.copyOf(called);
    callers = List.copyOf(callers);
    trunks = List.copyOf(trunks);
    if (!PREPEND.matcher(prepend).matches()) {
      throw new InvalidValue("Please write at most 15 digits, with or without +.");
    }
  }

  /** The trunks in the order in which they are tried. */
  public List<TrunkId> ordered() {
    Stream<Way> ways = trunks.stream();
    if (order == Order.BY_COST) {
      ways = ways.sorted(Comparator.comparing(Way::rate));
    }
    return ways.map(Way::trunk).toList();
  }

  /** Whether the number goes to the provider otherwise than the trunk writes it. */
  public boolean rewrites() {
    return strip > 0 || !prepend.isEmpty();
  }

  /** What the provider gets instead of a number in the trunk's format. */
  public String rewritten(String digits) {
    return prepend + digits.substring(Math.min(strip, digits.length()));
  }

  /** Whether it is for numbers with this beginning, all of them of one range. */
  public boolean isFor(String beginning, NumberRange range) {
    return called.isEmpty() || called.stream().anyMatch(each -> holds(each, beginning, range));
  }

  private static boolean holds(Called called, String beginning, NumberRange range) {
    if (called instanceof Called.Beginning wanted) {
      return beginning.startsWith(wanted.digits());
    }
    if (called instanceof Called.OfClass wanted) {
      return range.numberClass() == wanted.numberClass();
    }
    return range.region().equals(((Called.InCountry) called).country().code());
  }

  /** Where the answer of {@link #isFor} may change besides the bounds of ranges. */
  public Stream<String> beginnings() {
    return called.stream()
        .flatMap(
            each ->
                each instanceof Called.Beginning wanted
                    ? Stream.of(wanted.digits())
                    : Stream.empty());
  }

  static OutboundRoute read(HandlingId id, Fields fields) {
    var name = fields.name();
    int position = fields.number("position", "The position", 1, 1000);
    var called = fields.list("called", 50, Called::parse);
    var callers = fields.list("callers", 50, ExtensionId::parse);
    Optional<HandlingId> hours =
        fields.value("hours", Optional.empty(), text -> Optional.of(hoursOf(text)));
    var trunks = fields.list("trunks", 20, Way::parse);
    var order = fields.choice("order", Order.class);
    Optional<E164> callerId =
        fields.value("callerId", Optional.empty(), text -> Optional.of(new E164(text)));
    int strip = fields.number("strip", "The number of digits", 0, 15);
    String prepend =
        fields.value(
            "prepend",
            "",
            text -> {
              if (!PREPEND.matcher(text).matches()) {
                throw new InvalidValue("Please write at most 15 digits, with or without +.");
              }
              return text;
            });
    fields.value(
        "trunks",
        "",
        text -> {
          if (new LinkedHashSet<>(trunks.stream().map(Way::trunk).toList()).size()
              < trunks.size()) {
            throw new InvalidValue("A trunk is listed twice. Please list it once.");
          }
          return text;
        });
    fields.required(
        "trunks",
        "",
        text -> {
          if (text.isEmpty()) {
            throw new InvalidValue("Please choose at least one trunk.");
          }
          return text;
        });
    return fields.whole(
        () ->
            new OutboundRoute(
                id, name, position, called, callers, hours, trunks, order, callerId, strip,
                prepend));
  }

  private static HandlingId hoursOf(String text) {
    if (Destination.parse(text) instanceof Destination.ToHandling target
        && target.kind() == HandlingKind.HOURS) {
      return target.id();
    }
    throw new InvalidValue("Please choose one of your opening hours.");
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.OUTBOUND_ROUTE;
  }

  @Override
  public Optional<ExtensionNumber> number() {
    return Optional.empty();
  }

  @Override
  public List<Destination> uses() {
    List<Destination> uses = new ArrayList<>();
    callers.forEach(caller -> uses.add(Destination.extension(caller)));
    hours.ifPresent(each -> uses.add(new Destination.ToHandling(HandlingKind.HOURS, each)));
    return uses;
  }

  @Override
  public Map<String, List<TrunkId>> trunkUses() {
    return Map.of("trunks", trunks.stream().map(Way::trunk).toList());
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "position", Integer.toString(position),
        "called", Fields.lines(called),
        "callers", Fields.lines(callers),
        "hours",
            hours
                .map(each -> new Destination.ToHandling(HandlingKind.HOURS, each).toString())
                .orElse(""),
        "trunks", trunks.stream().map(Way::toString).collect(Collectors.joining("\n")),
        "order", Fields.word(order),
        "callerId", callerId.map(E164::value).orElse(""),
        "strip", Integer.toString(strip),
        "prepend", prepend);
  }
}
