package org.ringfence.domain.number;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadataCollection;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.prefixmapper.PrefixTimeZonesMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the data files of the package from libphonenumber's metadata. */
final class NumberMetadata {
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

  /** What costs more first. */
  private static final List<NumberClass> BY_COST =
      List.of(
          NumberClass.PREMIUM,
          NumberClass.SHARED_COST,
          NumberClass.PERSONAL,
          NumberClass.SATELLITE,
          NumberClass.MOBILE,
          NumberClass.FIXED,
          NumberClass.OTHER,
          NumberClass.FREE,
          NumberClass.UNASSIGNED);

  private static final Set<NumberClass> DEAR =
      Set.of(NumberClass.PREMIUM, NumberClass.SHARED_COST, NumberClass.PERSONAL);

  private final TreeMap<String, Block> leaves = new TreeMap<>();

  private NumberMetadata() {}

  /** A region's numbers of one class. */
  private record Plan(Block block, DigitPattern pattern) {}

  private record Block(String region, NumberClass numberClass) {
    @Override
    public String toString() {
      return (region.isEmpty() ? "-" : region) + " " + numberClass.text();
    }
  }

  /** A plan that a number may still follow. */
  private record Open(Plan plan, BitSet states) {}

  private static final Block UNKNOWN = new Block("", NumberClass.UNASSIGNED);

  static PhoneMetadata of(String kind, String region) {
    try (InputStream file =
        Objects.requireNonNull(
            PhoneNumberUtil.class.getResourceAsStream("data/" + kind + "MetadataProto_" + region),
            region)) {
      PhoneMetadataCollection metadata = new PhoneMetadataCollection();
      metadata.readExternal(new ObjectInputStream(file));
      return metadata.getMetadataList().get(0);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The lines of {@code number-ranges.txt}. */
  static List<String> ranges() {
    NumberMetadata made = new NumberMetadata();
    Map<Integer, List<Open>> codes = new TreeMap<>();
    Stream.concat(
            new TreeSet<>(NUMBERS.getSupportedRegions()).stream(),
            new TreeSet<>(NUMBERS.getSupportedGlobalNetworkCallingCodes())
                .stream().map(String::valueOf))
        .forEach(
            name -> {
              PhoneMetadata metadata = of("PhoneNumber", name);
              List<Open> open =
                  codes.computeIfAbsent(metadata.getCountryCode(), code -> new ArrayList<>());
              plans(name, metadata)
                  .forEach(plan -> open.add(new Open(plan, plan.pattern().begin())));
            });
    List<String> lines = new ArrayList<>();
    codes.forEach(
        (code, open) -> {
          made.follow(code.toString(), open, 0);
          made.write(code.toString(), Optional.empty(), lines);
        });
    return lines;
  }

  private static List<Plan> plans(String name, PhoneMetadata metadata) {
    boolean world = name.matches("[0-9]+");
    Map<PhoneNumberDesc, NumberClass> classes = new LinkedHashMap<>();
    List<Plan> plans = new ArrayList<>();
    classes.put(metadata.getPremiumRate(), NumberClass.PREMIUM);
    classes.put(metadata.getSharedCost(), NumberClass.SHARED_COST);
    classes.put(metadata.getPersonalNumber(), NumberClass.PERSONAL);
    classes.put(metadata.getTollFree(), NumberClass.FREE);
    for (PhoneNumberDesc desc :
        List.of(
            metadata.getVoip(), metadata.getUan(), metadata.getVoicemail(), metadata.getPager())) {
      classes.put(desc, NumberClass.OTHER);
    }
    classes.put(metadata.getFixedLine(), NumberClass.FIXED);
    classes.put(
        metadata.getMobile(),
        metadata.getSameMobileAndFixedLinePattern() ? NumberClass.FIXED : NumberClass.MOBILE);
    classes.forEach(
        (desc, numberClass) -> {
          String pattern = desc.getNationalNumberPattern();
          if (!pattern.isEmpty() && !pattern.equals("NA")) {
            boolean orbit =
                world && (name.equals("870") || name.startsWith("88") || name.equals("878"));
            plans.add(
                new Plan(
                    new Block(
                        world ? NumberRanges.WORLD : name,
                        orbit ? NumberClass.SATELLITE : numberClass),
                    new DigitPattern(pattern)));
          }
        });
    return plans;
  }

  /** Follows all plans digit by digit until only one is left, or it no longer matters. */
  private void follow(String digits, List<Open> open, int depth) {
    Set<Block> blocks = open.stream().map(each -> each.plan().block()).collect(Collectors.toSet());
    Set<NumberClass> classes = blocks.stream().map(Block::numberClass).collect(Collectors.toSet());
    boolean dear = classes.size() > 1 && classes.stream().anyMatch(DEAR::contains);
    boolean foreign = blocks.stream().map(Block::region).distinct().count() > 1;
    if (blocks.size() < 2 || depth >= (dear ? 6 : foreign ? 5 : 4)) {
      leaves.put(
          digits,
          blocks.stream()
              .min(
                  Comparator.comparingInt((Block block) -> BY_COST.indexOf(block.numberClass()))
                      .thenComparing(block -> !block.region().equals(main(block)))
                      .thenComparing(Block::region))
              .orElse(UNKNOWN));
      return;
    }
    for (int digit = 0; digit < 10; digit++) {
      List<Open> still = new ArrayList<>();
      for (Open each : open) {
        BitSet states = each.plan().pattern().after(each.states(), digit);
        if (!states.isEmpty()) {
          still.add(new Open(each.plan(), states));
        }
      }
      follow(digits + digit, still, depth + 1);
    }
  }

  /** The country whose code it is, where several share one. */
  private static String main(Block block) {
    int code = NUMBERS.getCountryCodeForRegion(block.region());
    return code == 0 ? block.region() : NUMBERS.getRegionCodeForCountryCode(code);
  }

  /** What most of the numbers are comes first, then the exceptions; a country code has a line. */
  private void write(String digits, Optional<Block> around, List<String> lines) {
    Block most = most(digits);
    if (!around.filter(most::equals).isPresent()) {
      lines.add(digits + " " + most);
    }
    if (!leaves.containsKey(digits)) {
      for (int digit = 0; digit < 10; digit++) {
        write(digits + digit, Optional.of(most), lines);
      }
    }
  }

  private Block most(String digits) {
    Block leaf = leaves.get(digits);
    if (leaf != null) {
      return leaf;
    }
    Map<Block, Integer> count = new LinkedHashMap<>();
    for (int digit = 0; digit < 10; digit++) {
      count.merge(most(digits + digit), 1, Integer::sum);
    }
    return count.entrySet().stream()
        .max(Map.Entry.<Block, Integer>comparingByValue())
        .orElseThrow()
        .getKey();
  }

  /** The lines of {@code dialling.txt}. */
  static List<String> dialling() {
    List<String> lines = new ArrayList<>();
    for (String region : new TreeSet<>(NUMBERS.getSupportedRegions())) {
      PhoneMetadata metadata = of("PhoneNumber", region);
      String code = Integer.toString(metadata.getCountryCode());
      List<Integer> lengths = metadata.getGeneralDesc().getPossibleLengthList();
      String international =
          metadata.hasPreferredInternationalPrefix()
              ? metadata.getPreferredInternationalPrefix().replaceAll("[^0-9]", "")
              : metadata.getInternationalPrefix();
      Collection<String> emergency =
          hasShortNumbers(region)
              ? numbers(of("ShortNumber", region).getEmergency().getNationalNumberPattern())
              : List.of("112");
      boolean zero =
          plans(region, metadata).stream()
              .anyMatch(plan -> !plan.pattern().after(plan.pattern().begin(), 0).isEmpty());
      lines.add(
          String.join(
              " ",
              region,
              code,
              // Where a carrier's code comes between, 00 is what our own provider understands.
              international.matches("[0-9]+") ? international : "00",
              metadata.hasNationalPrefix() && leadsToMobiles(metadata.getNationalPrefix(), region)
                  ? metadata.getNationalPrefix()
                  : "-",
              lengths.stream().min(Integer::compare).orElseThrow().toString(),
              Integer.toString(
                  Math.min(
                      15 - code.length(), lengths.stream().max(Integer::compare).orElseThrow())),
              zero ? "zero" : "-",
              emergency.isEmpty() ? "112" : String.join(",", emergency)));
    }
    return lines;
  }

  /** Colombia's prefix belongs to old ways of dialling: before a mobile number it is a mistake. */
  private static boolean leadsToMobiles(String prefix, String region) {
    PhoneNumber mobile = NUMBERS.getExampleNumberForType(region, PhoneNumberType.MOBILE);
    if (mobile == null) {
      return true;
    }
    try {
      String dialled = prefix + NUMBERS.getNationalSignificantNumber(mobile);
      return NUMBERS.parse(dialled, region).exactlySameAs(mobile);
    } catch (NumberParseException unreadable) {
      return false;
    }
  }

  /** Whether the metadata know an emergency number; 112 stands for those of the others. */
  static boolean knowsEmergency(String region) {
    return hasShortNumbers(region)
        && !numbers(of("ShortNumber", region).getEmergency().getNationalNumberPattern()).isEmpty();
  }

  private static boolean hasShortNumbers(String region) {
    return PhoneNumberUtil.class.getResource("data/ShortNumberMetadataProto_" + region) != null;
  }

  /** Every number that fits. */
  private static Collection<String> numbers(String pattern) {
    Set<String> numbers = new TreeSet<>();
    if (!pattern.isEmpty() && !pattern.equals("NA")) {
      DigitPattern digits = new DigitPattern(pattern);
      collect("", digits, digits.begin(), numbers);
    }
    return numbers;
  }

  private static void collect(
      String number, DigitPattern pattern, BitSet states, Set<String> numbers) {
    if (pattern.isComplete(states)) {
      numbers.add(number);
    }
    for (int digit = 0; digit < 10; digit++) {
      BitSet after = pattern.after(states, digit);
      if (!after.isEmpty()) {
        collect(number + digit, pattern, after, numbers);
      }
    }
  }

  /** Beginnings that say something else than a shorter one says, with their time zones. */
  static List<String> timeZones() throws IOException {
    PrefixTimeZonesMap map = new PrefixTimeZonesMap();
    try (ObjectInputStream data =
        new ObjectInputStream(
            Objects.requireNonNull(
                PhoneNumberToTimeZonesMapper.class.getResourceAsStream(
                    "timezones/data/map_data")))) {
      map.readExternal(data);
    }
    TreeMap<String, String> zones = new TreeMap<>();
    map.toString()
        .lines()
        .map(line -> line.split("\\|", 2))
        .forEach(entry -> zones.put(entry[0], entry[1].replace('&', ',')));
    List<String> lines = new ArrayList<>();
    zones.forEach(
        (beginning, own) -> {
          String shorter = "";
          for (int length = 1; length < beginning.length(); length++) {
            shorter = zones.getOrDefault(beginning.substring(0, length), shorter);
          }
          if (!own.equals(shorter)) {
            lines.add(beginning + " " + own);
          }
        });
    return lines;
  }
}
