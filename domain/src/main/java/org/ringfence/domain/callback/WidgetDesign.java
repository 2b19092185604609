package org.ringfence.domain.callback;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.Hours;
import org.ringfence.domain.tenant.EmailAddress;

/**
 * How a widget looks, what it asks for and when it shows itself. Everything a person typed is a
 * value of its own: no text of it is markup or style.
 *
 * @param accent colour of the button; the element's own when empty
 * @param onAccent text on the accent; black or white when empty
 * @param radius of the corners in pixels
 * @param departments visitors choose one when there are any; its extension rings
 * @param times whether a visitor may choose a later time
 * @param anyHour whether a visitor is called at the time asked for, also when it is night where the
 *     number is
 * @param zone of the hours
 * @param hours when somebody is there; always when empty
 * @param consentLink address of the page the consent speaks of; empty without one
 * @param leadsTo who is written to about each request; nobody when empty. Never told to visitors
 * @param texts by language and key; what is not there is said in the element's own words
 */
public record WidgetDesign(
    Form form,
    Position position,
    Theme theme,
    Optional<Colour> accent,
    Optional<Colour> onAccent,
    Optional<Colour> surface,
    Optional<Colour> text,
    int radius,
    Ask name,
    List<Department> departments,
    boolean times,
    boolean anyHour,
    Hours.Zone zone,
    List<Hours.Opening> hours,
    Closed closed,
    String consentLink,
    Optional<EmailAddress> leadsTo,
    Triggers triggers,
    Map<String, Map<String, String>> texts) {
  /** BCP 47 primary tags the element speaks. */
  public static final List<String> LANGUAGES =
      List.of("en", "de", "fr", "es", "it", "nl", "tr", "ar");

  /** What an owner may word differently; {@code consent} has no words of the element's own. */
  public static final List<String> TEXTS =
      List.of("launcher", "heading", "invitation", "request", "closed", "consent");

  /** The names of all fields but the texts, which are {@code text.<language>.<key>}. */
  public static final Set<String> FIELDS =
      Set.of(
          "kind",
          "position",
          "theme",
          "accent",
          "onAccent",
          "surface",
          "text",
          "radius",
          "name",
          "departments",
          "times",
          "anyHour",
          "zone",
          "hours",
          "closed",
          "consentLink",
          "leadsTo",
          "delay",
          "scroll",
          "exitIntent",
          "returning",
          "pages",
          "campaigns");

  /** How far ahead a visitor may choose a time. */
  public static final Duration AHEAD = Duration.ofDays(7);

  /** Least contrast of text (WCAG 2.2, AA). */
  private static final double CONTRAST = 4.5;

  private static final Duration SLOT = Duration.ofMinutes(30);
  private static final int SLOTS = 16;
  private static final int LONGEST_CONSENT = 500;
  private static final int LONGEST_TEXT = 160;

  /** Where it stands. */
  public enum Form {
    /** A floating button that opens a panel. */
    BUTTON,
    /** A form in the page. */
    INLINE,
    /** A panel that a button of the page's own opens. */
    OWN
  }

  public enum Position {
    BOTTOM_END,
    BOTTOM_START
  }

  public enum Theme {
    /** What the visitor's system prefers. */
    AUTO,
    LIGHT,
    DARK
  }

  public enum Ask {
    NO,
    OPTIONAL,
    REQUIRED
  }

  /** What it does while nobody is there. */
  public enum Closed {
    /** Says so. */
    SAY,
    HIDE,
    /** Takes requests for a time at which somebody is there. */
    LATER
  }

  /** Part of the owner's house that a visitor may choose. */
  public record Department(String name, ExtensionNumber extension) {
    public Department {
      name = Text.line("The department", name, 60);
      if (name.contains("=")) {
        throw new InvalidValue("A department's name has no equals sign.");
      }
    }

    /** Reads {@code Sales = 101}. */
    static Department parse(String text) {
      int at = text.lastIndexOf('=');
      if (at < 1) {
        throw new InvalidValue(
            "Please write a department and the extension that rings, for example Sales = 101, one a line.");
      }
      return new Department(
          text.substring(0, at).strip(), new ExtensionNumber(text.substring(at + 1).strip()));
    }

    @Override
    public String toString() {
      return name + " = " + extension;
    }
  }

  /**
   * When a panel opens by itself, and on which pages there is a widget at all.
   *
   * @param delay seconds after which it opens; 0 is never
   * @param scroll per cent of the page after which it opens; 0 is never
   * @param exitIntent whether it opens when the pointer leaves the page at its top
   * @param returning whether it opens for who was here before
   * @param pages paths, with {@code *} for anything; with a leading {@code !} those without a
   *     widget
   * @param campaigns {@code utm_source=news}; when there are any, it shows for these visitors only
   */
  public record Triggers(
      int delay,
      int scroll,
      boolean exitIntent,
      boolean returning,
      List<String> pages,
      List<String> campaigns) {
    public static final Triggers NONE = new Triggers(0, 0, false, false, List.of(), List.of());

    private static final Pattern PATH = Pattern.compile("!?/[!-~]*");
    private static final Pattern CAMPAIGN =
        Pattern.compile("utm_(source|medium|campaign|term|content)=[^=&\\s]+");

    public Triggers {
      pages = List.copyOf(pages);
      campaigns = List.copyOf(campaigns);
      require("The delay", delay, 3600);
      require("The part of the page", scroll, 100);
    }

    private static void require(String what, int value, int most) {
      if (value < 0 || value > most) {
        throw new InvalidValue(what + " is a whole number from 0 to " + most + ".");
      }
    }

    static String page(String text) {
      if (text.length() > 200 || !PATH.matcher(text).matches()) {
        throw new InvalidValue(
            "Please write paths such as /prices or /shop/*, and !/jobs/* for pages without it, one a line.");
      }
      return text;
    }

    static String campaign(String text) {
      Text.requirePrintable("The campaign", text);
      if (text.length() > 120 || !CAMPAIGN.matcher(text).matches()) {
        throw new InvalidValue(
            "Please write a parameter and its value such as utm_source=newsletter, one a line.");
      }
      return text;
    }
  }

  public static final WidgetDesign DEFAULT =
      new WidgetDesign(
          Form.INLINE,
          Position.BOTTOM_END,
          Theme.AUTO,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          14,
          Ask.NO,
          List.of(),
          false,
          true,
          new Hours.Zone("UTC"),
          List.of(),
          Closed.SAY,
          "",
          Optional.empty(),
          Triggers.NONE,
          Map.of());

  public WidgetDesign {
    departments = List.copyOf(departments);
    hours = List.copyOf(hours);
    TreeMap<String, Map<String, String>> copy = new TreeMap<>();
    texts.forEach((language, words) -> copy.put(language, Map.copyOf(words)));
    texts = Map.copyOf(copy);
    if (radius < 0 || radius > 28) {
      throw new InvalidValue("The radius is a whole number from 0 to 28.");
    }
    if (departments.stream().map(Department::name).distinct().count() != departments.size()) {
      throw new InvalidValue("Two departments have the same name. Please name them differently.");
    }
  }

  /**
   * Reads the fields; one that is not there stands for its default.
   *
   * @throws org.ringfence.domain.pbx.InvalidFields with a sentence for each field that is refused
   */
  public static WidgetDesign read(Map<String, String> fields) {
    return new WidgetDesignFields(fields).design();
  }

  /** All that differs from {@link #DEFAULT}, as {@link #read} takes it. */
  public Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>(written());
    fields.entrySet().removeAll(DEFAULT.written().entrySet());
    return fields;
  }

  /** Every field as text. */
  public Map<String, String> written() {
    Map<String, String> fields = new TreeMap<>();
    fields.put("kind", word(form));
    fields.put("position", word(position));
    fields.put("theme", word(theme));
    fields.put("accent", accent.map(Colour::value).orElse(""));
    fields.put("onAccent", onAccent.map(Colour::value).orElse(""));
    fields.put("surface", surface.map(Colour::value).orElse(""));
    fields.put("text", text.map(Colour::value).orElse(""));
    fields.put("radius", String.valueOf(radius));
    fields.put("name", word(name));
    fields.put("departments", lines(departments));
    fields.put("times", String.valueOf(times));
    fields.put("anyHour", String.valueOf(anyHour));
    fields.put("zone", zone.name());
    fields.put("hours", lines(hours));
    fields.put("closed", word(closed));
    fields.put("consentLink", consentLink);
    fields.put("leadsTo", leadsTo.map(EmailAddress::value).orElse(""));
    fields.put("delay", String.valueOf(triggers.delay()));
    fields.put("scroll", String.valueOf(triggers.scroll()));
    fields.put("exitIntent", String.valueOf(triggers.exitIntent()));
    fields.put("returning", String.valueOf(triggers.returning()));
    fields.put("pages", lines(triggers.pages()));
    fields.put("campaigns", lines(triggers.campaigns()));
    texts.forEach(
        (language, words) ->
            words.forEach((key, said) -> fields.put("text." + language + "." + key, said)));
    return fields;
  }

  /** The words an owner chose for a language; empty ones are left out. */
  public Map<String, String> texts(String language) {
    return texts.getOrDefault(language, Map.of());
  }

  /**
   * What a visitor who reads a language is asked to agree to: in that language, in English, or in
   * whichever there is. Empty when nothing is asked.
   */
  public Optional<Consent> consent(String language) {
    List<String> order = new ArrayList<>(List.of(language, "en"));
    order.addAll(LANGUAGES);
    return order.stream()
        .flatMap(each -> Optional.ofNullable(texts(each).get("consent")).stream())
        .findFirst()
        .map(said -> new Consent(said, consentLink));
  }

  /**
   * A text that somebody agrees to.
   *
   * @param link empty without one
   */
  public record Consent(String text, String link) {
    /** The same for the same words and the same link, another one for any others. */
    public String version() {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256")
                .digest((text + "\n" + link).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 6);
      } catch (NoSuchAlgorithmException missing) {
        throw new IllegalStateException("Every Java platform has SHA-256", missing);
      }
    }
  }

  public Optional<Department> department(String name) {
    return departments.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Whether somebody is there. */
  public boolean isOpen(Instant at) {
    ZonedDateTime local = at.atZone(ZoneId.of(zone.name()));
    int minute = local.getHour() * 60 + local.getMinute();
    return hours.isEmpty()
        || hours.stream().anyMatch(each -> each.holds(local.getDayOfWeek(), minute));
  }

  /** The next half hours at which somebody is there, the first one at least a quarter ahead. */
  public List<Instant> slots(Instant now) {
    List<Instant> slots = new ArrayList<>();
    long step = SLOT.toSeconds();
    long first = (now.plus(15, ChronoUnit.MINUTES).getEpochSecond() / step + 1) * step;
    Instant end = now.plus(AHEAD);
    for (Instant at = Instant.ofEpochSecond(first);
        at.isBefore(end) && slots.size() < SLOTS;
        at = at.plus(SLOT)) {
      if (isOpen(at)) {
        slots.add(at);
      }
    }
    return slots;
  }

  static <T> String lines(List<T> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining("\n"));
  }

  /** How a choice is written: {@code bottom-end}. */
  public static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static void requireReadable(Colour text, Colour ground) {
    if (text.contrast(ground) < CONTRAST) {
      throw new InvalidValue(
          "Text of the colour "
              + text
              + " on "
              + ground
              + " cannot be read by everybody. Please choose colours that differ more.");
    }
  }

  static String link(String text) {
    String link = Text.trimmed("The link", text);
    try {
      URI uri = new URI(link);
      if (link.length() <= 300 && "https".equals(uri.getScheme()) && uri.getHost() != null) {
        return link;
      }
    } catch (URISyntaxException malformed) {
      // Refused below, as an address of another scheme is.
    }
    throw new InvalidValue(
        "Please write the whole address of a page, for example https://www.example.com/privacy.");
  }

  static String said(String key, String text) {
    return Text.line("This text", text, key.equals("consent") ? LONGEST_CONSENT : LONGEST_TEXT);
  }
}
