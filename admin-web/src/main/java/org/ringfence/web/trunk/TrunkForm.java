package org.ringfence.web.trunk;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Port;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.pbx.CallerIdHeader;
import org.ringfence.domain.pbx.DidLocation;
import org.ringfence.domain.pbx.DtmfMode;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.GatewayOrder;
import org.ringfence.domain.pbx.MediaEncryption;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Support;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.web.form.FieldReader;

/** A trunk as a person describes it. */
public class TrunkForm implements Serializable {
  private static final long serialVersionUID = 1L;

  public static final String REGISTRATION = "registration";
  public static final String IP = "ip";

  private static final Secret PLACEHOLDER = new Secret("placeholder");

  /** The rule of each field, for checking it on its own. */
  public static final Map<String, Consumer<String>> RULES = rules();

  private static Map<String, Consumer<String>> rules() {
    Map<String, Consumer<String>> rules = new HashMap<>(ownRules());
    TrunkSettings.names().forEach(name -> rules.put(name, text -> TrunkSettings.check(name, text)));
    return Map.copyOf(rules);
  }

  private static Map<String, Consumer<String>> ownRules() {
    return Map.of(
        "name", DisplayName::new,
        "host", SipHost::new,
        "username", TrunkForm::checkUsername,
        "password", TrunkForm::checkPassword,
        "sources", TrunkForm::checkSources,
        "port", optional(TrunkForm::port),
        "callerId", optional(TrunkForm::number));
  }

  /** Menus submit their empty choice as null. */
  private static final class Texts extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1L;

    Texts(Map<String, String> texts) {
      super(texts);
    }

    @Override
    public @Nullable String put(String name, @Nullable String text) {
      return super.put(name, Objects.requireNonNullElse(text, ""));
    }
  }

  /** The settings that are chosen from a menu, and what it offers. */
  public static final Map<String, List<String>> CHOICES =
      Map.of(
          "gatewayOrder", names(GatewayOrder.values()),
          "callerIdHeader", names(CallerIdHeader.values()),
          "dtmf", names(DtmfMode.values()),
          "mediaEncryption", names(MediaEncryption.values()),
          "sessionTimers", names(Support.values()),
          "reliableProvisional", names(Support.values()),
          "didFrom", names(DidLocation.values()),
          "earlyMedia", List.of("yes", "no"));

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }

  private String name = "";
  private String access = REGISTRATION;
  private String host = "";
  private String port = "";
  private String username = "";
  private String password = "";
  private String sources = "";
  private String transport = Transport.UDP.name();
  private String numberFormat = NumberFormat.PLUS_E164.name();
  private String callerId = "";
  private String incomingTo = "";
  private boolean enabled = true;

  /** The text forms of {@link TrunkSettings}, by name. */
  private Texts settings = new Texts(TrunkSettings.DEFAULT.texts());

  /** A form filled with a stored trunk; the password stays where it is. */
  public static TrunkForm of(Trunk trunk) {
    TrunkForm form = new TrunkForm();
    form.name = trunk.name().value();
    form.host = trunk.host().value();
    form.port = trunk.port().map(Port::toString).orElse("");
    form.transport = trunk.transport().name();
    form.numberFormat = trunk.numberFormat().name();
    form.callerId = trunk.callerId().map(E164::value).orElse("");
    form.incomingTo = trunk.incomingTo().map(ExtensionNumber::value).orElse("");
    form.enabled = trunk.enabled();
    form.settings = new Texts(trunk.settings().texts());
    if (trunk.access() instanceof TrunkAccess.Registration registration) {
      form.username = registration.username();
    } else if (trunk.access() instanceof TrunkAccess.IpAddress byAddress) {
      form.access = IP;
      form.username = byAddress.credentials().map(TrunkAccess.Registration::username).orElse("");
      form.sources =
          byAddress.sources().stream().map(SourceRange::toString).collect(Collectors.joining("\n"));
    }
    return form;
  }

  /**
   * What the form says, once every field is good.
   *
   * @param stored the trunk as it was, whose password stays when none is entered
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  Trunk toTrunk(Optional<Trunk> stored, int position) {
    FieldReader fields = new FieldReader();
    var readName = fields.required("name", name, DisplayName::new);
    var readHost = fields.required("host", host, SipHost::new);
    var readAccess =
        switch (access) {
          case REGISTRATION -> readRegistration(fields, stored);
          case IP -> readIpAddress(fields, stored);
          default ->
              fields.<TrunkAccess>read(
                  "access",
                  () -> {
                    throw new InvalidValue("Please choose registration or ip.");
                  });
        };
    var readPort = fields.optional("port", port, TrunkForm::port);
    var readTransport =
        fields.required("transport", transport, text -> choice(Transport.class, text));
    var readFormat =
        fields.required("numberFormat", numberFormat, text -> choice(NumberFormat.class, text));
    var readCallerId = fields.optional("callerId", callerId, TrunkForm::number);
    var readIncoming = fields.optional("incomingTo", incomingTo, ExtensionNumber::new);
    settings.forEach(
        (name, text) ->
            fields.read(
                name,
                () -> {
                  TrunkSettings.check(name, text);
                  return name;
                }));
    fields.check();
    return new Trunk(
        stored.map(Trunk::id).orElseGet(TrunkId::random),
        readName.get(),
        readAccess.get(),
        readHost.get(),
        readPort.get(),
        readTransport.get(),
        readFormat.get(),
        readCallerId.get(),
        readIncoming.get(),
        enabled,
        position,
        TrunkSettings.of(settings));
  }

  private FieldReader.Field<TrunkAccess> readRegistration(
      FieldReader fields, Optional<Trunk> stored) {
    fields.read(
        "username",
        () -> {
          checkUsername(username);
          return username;
        });
    var secret = readPassword(fields, stored);
    return fields.read(
        "username",
        () -> new TrunkAccess.Registration(username, secret.maybe().orElse(PLACEHOLDER)));
  }

  private FieldReader.Field<TrunkAccess> readIpAddress(FieldReader fields, Optional<Trunk> stored) {
    var ranges = fields.required("sources", sources, TrunkForm::ranges);
    Optional<TrunkAccess.Registration> credentials =
        username.isBlank()
            ? Optional.empty()
            : readRegistration(fields, stored).maybe().map(TrunkAccess.Registration.class::cast);
    return fields.read(
        "sources", () -> new TrunkAccess.IpAddress(ranges.maybe().orElse(List.of()), credentials));
  }

  private FieldReader.Field<Secret> readPassword(FieldReader fields, Optional<Trunk> stored) {
    Optional<Secret> kept = stored.flatMap(TrunkForm::passwordOf);
    if (password.isEmpty() && kept.isPresent()) {
      return fields.read("password", kept::get);
    }
    return fields.required("password", password, Secret::new);
  }

  private static Optional<Secret> passwordOf(Trunk trunk) {
    if (trunk.access() instanceof TrunkAccess.Registration registration) {
      return Optional.of(registration.password());
    }
    if (trunk.access() instanceof TrunkAccess.IpAddress byAddress) {
      return byAddress.credentials().map(TrunkAccess.Registration::password);
    }
    return Optional.empty();
  }

  private static List<SourceRange> ranges(String text) {
    return Arrays.stream(text.split("[\\s,;]+", -1))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .stream()
        .map(SourceRange::parse)
        .toList();
  }

  private static void checkSources(String text) {
    new TrunkAccess.IpAddress(ranges(text), Optional.empty());
  }

  private static void checkUsername(String text) {
    new TrunkAccess.Registration(text, PLACEHOLDER);
  }

  /** An empty one may mean the stored one, which only saving can tell. */
  private static void checkPassword(String text) {
    if (!text.isEmpty()) {
      new Secret(text);
    }
  }

  private static Port port(String text) {
    try {
      return new Port(Integer.parseInt(text.strip()));
    } catch (NumberFormatException notANumber) {
      throw new InvalidValue("A port is a number from 1 to 65535. SIP usually uses 5060.");
    }
  }

  /** Accepts the spaces, hyphens and brackets people write numbers with. */
  private static E164 number(String text) {
    return new E164(text.strip().replaceAll("[ ()/-]", ""));
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> each.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValue(
                    "Please choose one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  private static Consumer<String> optional(Consumer<String> rule) {
    return text -> {
      if (!text.isBlank()) {
        rule.accept(text);
      }
    };
  }

  /**
   * Fills the form with what is known about a provider, instead of what was known about the one
   * chosen before. What a person has typed stays, unless the new one says otherwise.
   */
  void replace(Optional<ProviderPreset> before, Optional<ProviderPreset> chosen) {
    before.ifPresent(old -> fill(field -> fresh(old, field), TrunkSettings.DEFAULT));
    chosen.ifPresent(
        preset ->
            fill(field -> preset.fields().getOrDefault(field, read(field)), preset.settings()));
  }

  /** What a field has without this preset. */
  private String fresh(ProviderPreset preset, String field) {
    String text = read(field);
    return text.equals(preset.fields().get(field)) ? new TrunkForm().read(field) : text;
  }

  private String read(String field) {
    return switch (field) {
      case "access" -> access;
      case "host" -> host;
      case "port" -> port;
      case "transport" -> transport;
      case "numberFormat" -> numberFormat;
      case "sources" -> sources;
      default -> throw new IllegalArgumentException("no preset may fill the field " + field);
    };
  }

  private void fill(UnaryOperator<String> texts, TrunkSettings filled) {
    access = texts.apply("access");
    host = texts.apply("host");
    port = texts.apply("port");
    transport = texts.apply("transport");
    numberFormat = texts.apply("numberFormat");
    sources = texts.apply("sources");
    settings = new Texts(filled.texts());
  }

  /** How many advanced settings differ from what the preset, or else a new trunk, has. */
  public int differences() {
    Optional<ProviderPreset> preset = ProviderPreset.find(settings.getOrDefault("preset", ""));
    TrunkForm fresh = new TrunkForm();
    fresh.replace(Optional.empty(), preset);
    Map<String, String> expected = fresh.settings;
    int count =
        (int)
            settings.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("preset"))
                .filter(entry -> !entry.getValue().strip().equals(expected.get(entry.getKey())))
                .count();
    count += transport.equals(fresh.transport) ? 0 : 1;
    count += numberFormat.equals(fresh.numberFormat) ? 0 : 1;
    count += port.equals(fresh.port) ? 0 : 1;
    count += enabled == fresh.enabled ? 0 : 1;
    return count;
  }

  public Map<String, String> getSettings() {
    return settings;
  }

  public String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  public void set(String name, String text) {
    settings.put(name, text);
  }

  public boolean isByRegistration() {
    return REGISTRATION.equals(access);
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = Objects.requireNonNullElse(name, "");
  }

  public String getAccess() {
    return access;
  }

  public void setAccess(@Nullable String access) {
    this.access = Objects.requireNonNullElse(access, "");
  }

  public String getHost() {
    return host;
  }

  public void setHost(@Nullable String host) {
    this.host = Objects.requireNonNullElse(host, "");
  }

  public String getPort() {
    return port;
  }

  public void setPort(@Nullable String port) {
    this.port = Objects.requireNonNullElse(port, "");
  }

  public String getUsername() {
    return username;
  }

  public void setUsername(@Nullable String username) {
    this.username = Objects.requireNonNullElse(username, "");
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(@Nullable String password) {
    this.password = Objects.requireNonNullElse(password, "");
  }

  public String getSources() {
    return sources;
  }

  public void setSources(@Nullable String sources) {
    this.sources = Objects.requireNonNullElse(sources, "");
  }

  public String getTransport() {
    return transport;
  }

  public void setTransport(@Nullable String transport) {
    this.transport = Objects.requireNonNullElse(transport, "");
  }

  public String getNumberFormat() {
    return numberFormat;
  }

  public void setNumberFormat(@Nullable String numberFormat) {
    this.numberFormat = Objects.requireNonNullElse(numberFormat, "");
  }

  public String getCallerId() {
    return callerId;
  }

  public void setCallerId(@Nullable String callerId) {
    this.callerId = Objects.requireNonNullElse(callerId, "");
  }

  public String getIncomingTo() {
    return incomingTo;
  }

  /** A menu submits its empty choice as null. */
  public void setIncomingTo(@Nullable String incomingTo) {
    this.incomingTo = Objects.requireNonNullElse(incomingTo, "");
  }

  public boolean isEnabled() {
    return enabled;
  }

  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }
}
