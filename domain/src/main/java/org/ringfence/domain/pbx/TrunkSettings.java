package org.ringfence.domain.pbx;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.SipHost;

/**
 * What few trunks need: everything about a provider beside its address and the account. Each
 * setting has a name and a text form, which forms, the API, presets and the database share; {@link
 * #texts} and {@link #of} are inverse.
 *
 * @param preset the provider preset the trunk was made from; empty text for none
 * @param gateways further servers of the provider, tried after the trunk's host
 * @param weight of the trunk's host among them
 * @param outboundProxy where everything for this provider is sent; its weight means nothing
 * @param accountUser the user we register, when it is not the account name
 * @param contactUser what the provider puts into the request URI of calls to us
 * @param fromUser the user in From; empty takes the account name
 * @param fromDomain the domain in From; empty takes the host
 * @param alsoFrom further addresses the provider calls from
 * @param codecs in order of preference; empty leaves it to the country
 * @param earlyMedia whether callers hear the provider's tones and announcements before the answer
 * @param qualifySeconds between two OPTIONS; 0 for none
 * @param keepAliveSeconds between two packets on a silent media stream; 0 for none
 * @param registrationSeconds asked for; the provider may shorten them
 * @param maxChannels calls to the provider at the same time; 0 for no limit
 * @param callsPerSecond new calls to the provider; 0 for no limit
 * @param share how many of the callbacks that several trunks share by weight are this one's, 1 to
 *     100
 * @param minuteCost what a minute costs, in the currency of the trunks' prices; zero when nobody
 *     said
 * @param didFrom where the provider writes the number that was called
 * @param didHeader the header that holds it, where it is in one
 */
public record TrunkSettings(
    String preset,
    List<Gateway> gateways,
    int weight,
    GatewayOrder gatewayOrder,
    Optional<Gateway> outboundProxy,
    Optional<SipUser> accountUser,
    Optional<SipUser> contactUser,
    Optional<SipUser> fromUser,
    Optional<SipHost> fromDomain,
    List<SourceRange> alsoFrom,
    CallerIdHeader callerIdHeader,
    List<Codec> codecs,
    DtmfMode dtmf,
    MediaEncryption mediaEncryption,
    Support sessionTimers,
    Support reliableProvisional,
    boolean earlyMedia,
    int qualifySeconds,
    int keepAliveSeconds,
    int registrationSeconds,
    int maxChannels,
    int callsPerSecond,
    int share,
    BigDecimal minuteCost,
    DidLocation didFrom,
    String didHeader) {
  private static final int MOST_GATEWAYS = 8;
  private static final int MOST_RANGES = 64;

  private static final Map<String, String> DEFAULTS = defaults();

  /** What a trunk has that says nothing else. */
  public static final TrunkSettings DEFAULT = of(Map.of());

  public TrunkSettings {
    gateways = List.copyOf(gateways);
    alsoFrom = List.copyOf(alsoFrom);
    codecs = List.copyOf(codecs);
    if (!preset.matches("[a-z0-9-]{0,40}")) {
      throw new InvalidValue("There is no such preset.");
    }
    if (gateways.size() > MOST_GATEWAYS) {
      throw new InvalidValue("At most 8 further servers are possible.");
    }
    if (alsoFrom.size() > MOST_RANGES) {
      throw new InvalidValue("At most 64 provider addresses are possible.");
    }
    if (weight < 1 || weight > 100) {
      throw new InvalidValue("A weight is a number from 1 to 100.");
    }
    Numbers.within(5, 3600, "Please write 5 to 3600 seconds, or 0 for never.", qualifySeconds);
    Numbers.within(1, 600, "Please write 1 to 600 seconds, or 0 for never.", keepAliveSeconds);
    if (registrationSeconds < 60 || registrationSeconds > 7200) {
      throw new InvalidValue("Please write 60 to 7200 seconds.");
    }
    Numbers.within(1, 1000, "Please write 1 to 1000 calls, or 0 for no limit.", maxChannels);
    Numbers.within(1, 100, "Please write 1 to 100 calls, or 0 for no limit.", callsPerSecond);
    if (share < 1 || share > 100) {
      throw new InvalidValue("A share is a number from 1 to 100.");
    }
    minuteCost = minuteCost.signum() == 0 ? BigDecimal.ZERO : minuteCost.stripTrailingZeros();
    if (!didHeader.matches("[A-Za-z][A-Za-z0-9-]{0,63}")) {
      throw new InvalidValue("Please write the name of a SIP header, such as P-Called-Party-ID.");
    }
  }

  private static Map<String, String> defaults() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("preset", "");
    texts.put("gateways", "");
    texts.put("weight", "1");
    texts.put("gatewayOrder", "IN_ORDER");
    texts.put("outboundProxy", "");
    texts.put("accountUser", "");
    texts.put("contactUser", "");
    texts.put("fromUser", "");
    texts.put("fromDomain", "");
    texts.put("alsoFrom", "");
    texts.put("callerIdHeader", "PAI");
    texts.put("codecs", "");
    texts.put("dtmf", "RFC4733");
    texts.put("mediaEncryption", "NONE");
    texts.put("sessionTimers", "YES");
    texts.put("reliableProvisional", "YES");
    texts.put("earlyMedia", "yes");
    texts.put("qualifySeconds", "30");
    texts.put("keepAliveSeconds", "0");
    texts.put("registrationSeconds", "300");
    texts.put("maxChannels", "0");
    texts.put("callsPerSecond", "0");
    texts.put("share", "1");
    texts.put("minuteCost", "0");
    texts.put("didFrom", "REQUEST_URI");
    texts.put("didHeader", "P-Called-Party-ID");
    return texts;
  }

  /** The names of all settings, in the order of a form. */
  public static Set<String> names() {
    return new LinkedHashSet<>(DEFAULTS.keySet());
  }

  /**
   * Reads text forms; a setting that is not given, or given as blank text, has its default.
   *
   * @throws InvalidValue when one is refused, or its name is not known
   */
  public static TrunkSettings of(Map<String, String> given) {
    Map<String, String> texts = defaults();
    given.forEach(
        (name, text) -> {
          if (!texts.containsKey(name)) {
            throw new InvalidValue("There is no trunk setting " + name + ".");
          }
          if (!text.isBlank()) {
            texts.put(name, text.strip());
          }
        });
    Function<String, String> text = name -> texts.getOrDefault(name, "");
    return new TrunkSettings(
        text.apply("preset"),
        list(text.apply("gateways"), "[\\n,;]+", Gateway::parse),
        Numbers.parse(text.apply("weight")),
        choice(GatewayOrder.class, text.apply("gatewayOrder")),
        maybe(text.apply("outboundProxy"), Gateway::parse),
        maybe(text.apply("accountUser"), SipUser::new),
        maybe(text.apply("contactUser"), SipUser::new),
        maybe(text.apply("fromUser"), SipUser::new),
        maybe(text.apply("fromDomain"), SipHost::new),
        list(text.apply("alsoFrom"), "[\\s,;]+", SourceRange::parse),
        choice(CallerIdHeader.class, text.apply("callerIdHeader")),
        list(text.apply("codecs"), "[\\s,;]+", name -> choice(Codec.class, name)),
        choice(DtmfMode.class, text.apply("dtmf")),
        choice(MediaEncryption.class, text.apply("mediaEncryption")),
        choice(Support.class, text.apply("sessionTimers")),
        choice(Support.class, text.apply("reliableProvisional")),
        flag(text.apply("earlyMedia")),
        Numbers.parse(text.apply("qualifySeconds")),
        Numbers.parse(text.apply("keepAliveSeconds")),
        Numbers.parse(text.apply("registrationSeconds")),
        Numbers.parse(text.apply("maxChannels")),
        Numbers.parse(text.apply("callsPerSecond")),
        Numbers.parse(text.apply("share")),
        price(text.apply("minuteCost")),
        choice(DidLocation.class, text.apply("didFrom")),
        text.apply("didHeader"));
  }

  /**
   * Checks one setting on its own.
   *
   * @throws InvalidValue when it is refused
   */
  public static void check(String name, String text) {
    of(Map.of(name, text));
  }

  /** These settings with one of them changed. */
  public TrunkSettings with(String name, String text) {
    Map<String, String> texts = texts();
    texts.put(name, text);
    return of(texts);
  }

  /** Every setting's text form, in the order of {@link #names}; the map is the caller's own. */
  public Map<String, String> texts() {
    Map<String, String> texts = defaults();
    texts.put("preset", preset);
    texts.put("gateways", lines(gateways));
    texts.put("weight", Integer.toString(weight));
    texts.put("gatewayOrder", gatewayOrder.name());
    texts.put("outboundProxy", outboundProxy.map(Gateway::toString).orElse(""));
    texts.put("accountUser", accountUser.map(SipUser::value).orElse(""));
    texts.put("contactUser", contactUser.map(SipUser::value).orElse(""));
    texts.put("fromUser", fromUser.map(SipUser::value).orElse(""));
    texts.put("fromDomain", fromDomain.map(SipHost::value).orElse(""));
    texts.put("alsoFrom", lines(alsoFrom));
    texts.put("callerIdHeader", callerIdHeader.name());
    texts.put("codecs", codecs.stream().map(Codec::name).collect(Collectors.joining(" ")));
    texts.put("dtmf", dtmf.name());
    texts.put("mediaEncryption", mediaEncryption.name());
    texts.put("sessionTimers", sessionTimers.name());
    texts.put("reliableProvisional", reliableProvisional.name());
    texts.put("earlyMedia", earlyMedia ? "yes" : "no");
    texts.put("qualifySeconds", Integer.toString(qualifySeconds));
    texts.put("keepAliveSeconds", Integer.toString(keepAliveSeconds));
    texts.put("registrationSeconds", Integer.toString(registrationSeconds));
    texts.put("maxChannels", Integer.toString(maxChannels));
    texts.put("callsPerSecond", Integer.toString(callsPerSecond));
    texts.put("share", Integer.toString(share));
    texts.put("minuteCost", minuteCost.toPlainString());
    texts.put("didFrom", didFrom.name());
    texts.put("didHeader", didHeader);
    return texts;
  }

  /** The settings that differ from other ones, by name. */
  public Set<String> differencesFrom(TrunkSettings other) {
    Map<String, String> theirs = other.texts();
    return texts().entrySet().stream()
        .filter(entry -> !entry.getKey().equals("preset"))
        .filter(entry -> !entry.getValue().equals(theirs.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String lines(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  private static <T> List<T> list(String text, String separator, Function<String, T> parse) {
    return Arrays.stream(text.split(separator, -1))
        .filter(part -> !part.isBlank())
        .map(parse)
        .distinct()
        .toList();
  }

  private static <T> Optional<T> maybe(String text, Function<String, T> parse) {
    return text.isBlank() ? Optional.empty() : Optional.of(parse.apply(text));
  }

  private static BigDecimal price(String text) {
    if (!text.matches("[0-9]{1,4}(\\.[0-9]{1,6})?")) {
      throw new InvalidValue("Please write what a minute costs, for example 0.012.");
    }
    return new BigDecimal(text);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw new InvalidValue("Please write yes or no.");
    };
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String text) {
    return EnumSet.allOf(type).stream()
        .filter(each -> each.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValue(
                    "Please choose one of "
                        + EnumSet.allOf(type).stream()
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
