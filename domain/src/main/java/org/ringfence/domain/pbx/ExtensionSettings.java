package org.ringfence.domain.pbx;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.tenant.EmailAddress;

/**
 * How a person wants to be reached. All of it but the PIN and the version has a text form, which
 * the database, the page and the API share.
 *
 * @param ringSeconds how long the phones ring before the call counts as not answered
 * @param email where new voice messages are sent
 * @param doNotDisturb callers hear busy, and the phones stay silent
 * @param always where every call goes without ringing here
 * @param busy where a call goes while the person talks or refuses it
 * @param noAnswer where a call goes that nobody took in time
 * @param offline where a call goes while no phone is there
 * @param followMe further numbers that ring for this person
 * @param followAfter seconds after which those ring, too; 0 with the phones
 * @param callerId the number shown outside instead of the trunk's
 * @param devices how many phones may use the extension at once
 * @param callWaiting whether a second call rings during the first
 * @param pickupGroup people of one group may take each other's ringing calls; empty for none
 * @param loggedIn whether queues that ask for a login ring this person
 * @param version differs whenever somebody saves forwarding or do not disturb, in milliseconds
 */
public record ExtensionSettings(
    int ringSeconds,
    boolean voicemail,
    Optional<VoicemailPin> pin,
    Optional<EmailAddress> email,
    boolean doNotDisturb,
    Optional<CallTarget> always,
    Optional<CallTarget> busy,
    Optional<CallTarget> noAnswer,
    Optional<CallTarget> offline,
    List<CallTarget> followMe,
    int followAfter,
    Optional<E164> callerId,
    int devices,
    boolean callWaiting,
    String pickupGroup,
    boolean loggedIn,
    long version) {

  private static final Map<String, String> DEFAULTS = defaults();

  /** What an extension has that says nothing else. */
  public static final ExtensionSettings DEFAULT = of(Map.of(), Optional.empty(), 0);

  public ExtensionSettings {
    followMe = List.copyOf(followMe);
    if (voicemail && pin.isEmpty()) {
      throw new InvalidValue("A mailbox needs a PIN.");
    }
    if (!pickupGroup.matches("[A-Za-z0-9_-]{0,30}")) {
      throw new InvalidValue(
          "A pickup group is a short name of letters, digits, _ and -, for example sales.");
    }
  }

  private static Map<String, String> defaults() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("ringSeconds", "60");
    texts.put("voicemail", "false");
    texts.put("email", "");
    texts.put("doNotDisturb", "false");
    texts.put("always", "");
    texts.put("busy", "");
    texts.put("noAnswer", "");
    texts.put("offline", "");
    texts.put("followMe", "");
    texts.put("followAfter", "0");
    texts.put("callerId", "");
    texts.put("devices", "1");
    texts.put("callWaiting", "true");
    texts.put("pickupGroup", "");
    texts.put("loggedIn", "false");
    return texts;
  }

  /** The names of all settings, in the order of a form. */
  public static Set<String> names() {
    return new LinkedHashSet<>(DEFAULTS.keySet());
  }

  /**
   * Reads text forms; a setting that is not given, or given as blank text, has its default.
   *
   * @throws InvalidFields with a sentence for every setting that is refused
   */
  public static ExtensionSettings of(
      Map<String, String> given, Optional<VoicemailPin> pin, long version) {
    Fields fields = new Fields(given, DEFAULTS);
    int ring = fields.number("ringSeconds", "The time to ring", 5, 300);
    boolean voicemail = fields.flag("voicemail");
    Optional<EmailAddress> email = maybe(fields, "email", EmailAddress::new);
    boolean quiet = fields.flag("doNotDisturb");
    Optional<CallTarget> always = maybe(fields, "always", CallTarget::new);
    Optional<CallTarget> busy = maybe(fields, "busy", CallTarget::new);
    Optional<CallTarget> noAnswer = maybe(fields, "noAnswer", CallTarget::new);
    Optional<CallTarget> offline = maybe(fields, "offline", CallTarget::new);
    List<CallTarget> followMe = fields.list("followMe", 4, CallTarget::new);
    int followAfter = fields.number("followAfter", "The time before they ring", 0, 120);
    Optional<E164> callerId = maybe(fields, "callerId", E164::new);
    int devices = fields.number("devices", "The number of phones", 1, 10);
    boolean waiting = fields.flag("callWaiting");
    String group = fields.value("pickupGroup", "", text -> text);
    boolean loggedIn = fields.flag("loggedIn");
    return fields.whole(
        () ->
            new ExtensionSettings(
                ring,
                voicemail,
                pin,
                email,
                quiet,
                always,
                busy,
                noAnswer,
                offline,
                followMe,
                followAfter,
                callerId,
                devices,
                waiting,
                group,
                loggedIn,
                version));
  }

  private static <T> Optional<T> maybe(
      Fields fields, String field, java.util.function.Function<String, T> parse) {
    return fields.value(field, Optional.empty(), text -> Optional.of(parse.apply(text)));
  }

  /** Every setting's text form, in the order of {@link #names}; the map is the caller's own. */
  public Map<String, String> texts() {
    Map<String, String> texts = defaults();
    texts.put("ringSeconds", Integer.toString(ringSeconds));
    texts.put("voicemail", Boolean.toString(voicemail));
    texts.put("email", text(email));
    texts.put("doNotDisturb", Boolean.toString(doNotDisturb));
    texts.put("always", text(always));
    texts.put("busy", text(busy));
    texts.put("noAnswer", text(noAnswer));
    texts.put("offline", text(offline));
    texts.put("followMe", Fields.lines(followMe));
    texts.put("followAfter", Integer.toString(followAfter));
    texts.put("callerId", text(callerId));
    texts.put("devices", Integer.toString(devices));
    texts.put("callWaiting", Boolean.toString(callWaiting));
    texts.put("pickupGroup", pickupGroup);
    texts.put("loggedIn", Boolean.toString(loggedIn));
    return texts;
  }

  /** The settings that are not the default, by name. */
  public Map<String, String> changedTexts() {
    Map<String, String> texts = texts();
    texts.entrySet().removeIf(text -> text.getValue().equals(DEFAULTS.get(text.getKey())));
    return texts;
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("");
  }

  /** What the person's phones can change, too, by its name in the guest. */
  public Map<String, String> personal() {
    Map<String, String> personal = new LinkedHashMap<>();
    personal.put("dnd", doNotDisturb ? "1" : "");
    personal.put("always", text(always));
    personal.put("busy", text(busy));
    personal.put("noanswer", text(noAnswer));
    personal.put("offline", text(offline));
    personal.put("agent", loggedIn ? "1" : "");
    return personal;
  }
}
