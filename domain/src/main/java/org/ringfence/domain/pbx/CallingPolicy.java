package org.ringfence.domain.pbx;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.number.NumberClass;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.number.NumberRanges.NumberRange;

/**
 * Which numbers a tenant's phones, forwarded calls and callbacks may reach. What is not allowed is
 * refused, and a tenant without a policy has {@link #standard}. Emergency calls ask no policy.
 *
 * @param allowed what may be called
 * @param countries countries that may be called besides the tenant's own, whatever {@code allowed}
 *     says of them
 * @param emergencyTrunk tried first for emergency calls
 * @param emergencyCallerId the number that emergency services see; empty for the trunk's own
 */
public record CallingPolicy(
    HandlingId id,
    DisplayName name,
    Set<Allowed> allowed,
    Set<Country> countries,
    Optional<TrunkId> emergencyTrunk,
    Optional<E164> emergencyCallerId)
    implements Handling {
  /** There is one for each tenant; one name for all keeps a second one out. */
  public static final String NAME = "Calling policy";

  private static final int MOST_COUNTRIES = 100;
  private static final String NOTHING = "none";

  /** Something that may be called. The first eight are classes of numbers. */
  public enum Allowed {
    FIXED,
    MOBILE,
    FREE,
    OTHER,
    SHARED_COST,
    PERSONAL,
    PREMIUM,
    /** Numbers that no numbering plan knows. */
    UNASSIGNED,
    SATELLITE,
    /** The European Economic Area. */
    EEA,
    INTERNATIONAL,
    /** Countries known for fraud, {@link CallingPolicy#HIGH_RISK}. */
    HIGH_RISK;

    public String text() {
      return Fields.word(this);
    }
  }

  /**
   * What holds until the tenant says otherwise: its own country, without numbers that cost more.
   */
  public static final Set<Allowed> USUAL =
      Set.of(Allowed.FIXED, Allowed.MOBILE, Allowed.FREE, Allowed.OTHER);

  /** The member states of the EEA (EFTA secretariat, efta.int, 2024). */
  private static final Set<String> EEA_MEMBERS =
      Set.of(
          "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
          "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK");

  /**
   * Where most fraudulent calls end: the ten countries of Syniverse's "Understanding the Global
   * Threat of Mobile Fraud" (10 January 2017), and those that re-entered the top 15 of advertised
   * revenue share numbers in IconX's report (January 2022).
   */
  public static final Set<String> HIGH_RISK =
      Set.of(
          "AF", "AE", "CD", "CG", "CU", "DO", "DZ", "IR", "LK", "LV", "MA", "NG", "RU", "SA", "SO",
          "TD", "TN");

  public CallingPolicy {
    allowed = allowed.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(allowed));
    countries = Set.copyOf(countries);
    if (countries.size() > MOST_COUNTRIES) {
      throw new InvalidValue("At most 100 countries are possible here.");
    }
  }

  /** Why a number is refused. */
  public enum Refusal {
    FIXED,
    MOBILE,
    FREE,
    OTHER,
    SHARED_COST,
    PERSONAL,
    PREMIUM,
    SATELLITE,
    UNASSIGNED,
    INTERNATIONAL,
    HIGH_RISK;

    public String text() {
      return Fields.word(this);
    }

    /** The ISDN cause (ITU-T Q.850) the caller is told: no such number, or call rejected. */
    public int cause() {
      return this == UNASSIGNED ? 1 : 21;
    }
  }

  /** What holds for a tenant that has none. */
  public static CallingPolicy standard() {
    return new CallingPolicy(
        new HandlingId(new UUID(0, 0)),
        new DisplayName(NAME),
        USUAL,
        Set.of(),
        Optional.empty(),
        Optional.empty());
  }

  public static CallingPolicy of(CallHandling handling) {
    return handling.of(CallingPolicy.class).findFirst().orElseGet(CallingPolicy::standard);
  }

  /** Why a tenant of this country may not call numbers of this range; empty when it may. */
  public Optional<Refusal> refusal(NumberRange range, Country own) {
    Optional<Refusal> byClass =
        switch (range.numberClass()) {
          case PREMIUM -> unless(Allowed.PREMIUM, Refusal.PREMIUM);
          case SHARED_COST -> unless(Allowed.SHARED_COST, Refusal.SHARED_COST);
          case PERSONAL -> unless(Allowed.PERSONAL, Refusal.PERSONAL);
          case UNASSIGNED -> unless(Allowed.UNASSIGNED, Refusal.UNASSIGNED);
          case SATELLITE -> unless(Allowed.SATELLITE, Refusal.SATELLITE);
          case FIXED, MOBILE, FREE, OTHER -> Optional.empty();
        };
    if (byClass.isPresent()) {
      return byClass;
    }
    if (range.region().equals(own.code())) {
      return switch (range.numberClass()) {
        case FIXED -> unless(Allowed.FIXED, Refusal.FIXED);
        case MOBILE -> unless(Allowed.MOBILE, Refusal.MOBILE);
        case FREE -> unless(Allowed.FREE, Refusal.FREE);
        case OTHER -> unless(Allowed.OTHER, Refusal.OTHER);
        case PREMIUM, SHARED_COST, PERSONAL, UNASSIGNED, SATELLITE -> Optional.empty();
      };
    }
    boolean named = countries.stream().anyMatch(each -> each.code().equals(range.region()));
    if (named || (range.region().isEmpty() && allowed.contains(Allowed.UNASSIGNED))) {
      return Optional.empty();
    }
    if (range.region().equals(NumberRanges.WORLD)) {
      return range.numberClass() == NumberClass.SATELLITE
          ? Optional.empty()
          : unless(Allowed.INTERNATIONAL, Refusal.INTERNATIONAL);
    }
    if (HIGH_RISK.contains(range.region())) {
      return unless(Allowed.HIGH_RISK, Refusal.HIGH_RISK);
    }
    if (allowed.contains(Allowed.EEA) && EEA_MEMBERS.contains(range.region())) {
      return Optional.empty();
    }
    return unless(Allowed.INTERNATIONAL, Refusal.INTERNATIONAL);
  }

  private Optional<Refusal> unless(Allowed what, Refusal otherwise) {
    return allowed.contains(what) ? Optional.empty() : Optional.of(otherwise);
  }

  static CallingPolicy read(HandlingId id, Fields fields) {
    var allowed = fields.list("allowed", Allowed.values().length, CallingPolicy::allowed);
    var countries = fields.words("countries", Country::new);
    Optional<TrunkId> trunk =
        fields.value("emergencyTrunk", Optional.empty(), text -> Optional.of(TrunkId.parse(text)));
    Optional<E164> callerId =
        fields.value("emergencyCallerId", Optional.empty(), text -> Optional.of(new E164(text)));
    return fields.whole(
        () ->
            new CallingPolicy(
                id,
                new DisplayName(NAME),
                allowed.stream().flatMap(Optional::stream).collect(Collectors.toSet()),
                new LinkedHashSet<>(countries),
                trunk,
                callerId));
  }

  /** {@code none} stands for nothing at all: an empty field means the usual. */
  private static Optional<Allowed> allowed(String text) {
    if (text.equals(NOTHING)) {
      return Optional.empty();
    }
    Optional<Allowed> known =
        Stream.of(Allowed.values()).filter(each -> each.text().equals(text)).findFirst();
    if (known.isEmpty()) {
      throw new InvalidValue(
          "Please choose of "
              + Stream.of(Allowed.values()).map(Allowed::text).collect(Collectors.joining(", "))
              + ".");
    }
    return known;
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.CALLING_POLICY;
  }

  @Override
  public Optional<ExtensionNumber> number() {
    return Optional.empty();
  }

  @Override
  public List<Destination> uses() {
    return List.of();
  }

  @Override
  public Map<String, List<TrunkId>> trunkUses() {
    return Map.of("emergencyTrunk", emergencyTrunk.stream().toList());
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "allowed",
        allowed.isEmpty()
            ? NOTHING
            : Fields.lines(allowed.stream().sorted().map(Allowed::text).toList()),
        "countries",
        countries.stream().map(Country::code).sorted().collect(Collectors.joining(" ")),
        "emergencyTrunk",
        emergencyTrunk.map(TrunkId::toString).orElse(""),
        "emergencyCallerId",
        emergencyCallerId.map(E164::value).orElse(""));
  }
}
