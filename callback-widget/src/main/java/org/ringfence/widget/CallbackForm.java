package org.ringfence.widget;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.ringfence.domain.Country;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;

/**
 * What a visitor sent, unchecked but of the right shape.
 *
 * @param number as typed
 * @param page where the visitor was, as the browser says; empty when it does not say
 * @param visitor what the browser calls itself, to tell two visitors behind one address apart
 * @param proof of work, see {@link Proofs}
 * @param extras what the owner's form asks for besides, and where the visitor came from, by member
 */
record CallbackForm(
    String number, String page, String visitor, String proof, Map<String, String> extras) {
  /** Bytes; a number and the address of a page fit many times. */
  static final int LARGEST = 4096;

  /** What the element sends where the owner asks for nothing but the number. */
  CallbackForm(String number, String page, String visitor, String proof) {
    this(number, page, visitor, proof, Map.of());
  }

  /** Members that only some owners' forms send; each of them text. */
  static final Set<String> EXTRAS =
      Set.of(
          "name",
          "department",
          "at",
          "consent",
          "language",
          "country",
          "referrer",
          "utm_source",
          "utm_medium",
          "utm_campaign",
          "utm_term",
          "utm_content");

  private static final int LONGEST_PAGE = 1000;
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final Pattern VISITOR = Pattern.compile("[A-Za-z0-9-]{16,64}");

  /**
   * Reads {@code {"number":"…","page":"…","visitor":"…","proof":"…"}}; members it does not know are
   * left alone.
   */
  static CallbackForm read(InputStream body) throws IOException {
    JsonObject form = object(body);
    return new CallbackForm(
        text(form, "number"),
        page(text(form, "page")),
        visitor(text(form, "visitor")),
        text(form, "proof"),
        extras(form));
  }

  /** The JSON object in a body that is not too large. */
  static JsonObject object(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw Refusal.of(ProblemType.TOO_LARGE, "Please send at most " + LARGEST + " bytes of JSON.");
    }
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
      return reader.readObject();
    } catch (RuntimeException unreadable) {
      // Not only JsonException: of too many arrays in each other the parser says something else.
      throw malformed();
    }
  }

  private static Refusal malformed() {
    return Refusal.of(
        ProblemType.MALFORMED,
        "Please send a JSON object, for example {\"number\":\"030 123456\"}.");
  }

  private static Map<String, String> extras(JsonObject form) {
    Map<String, String> extras = new TreeMap<>();
    for (String member : EXTRAS) {
      String sent = text(form, member).strip();
      if (!sent.isEmpty() && isPrintable(sent)) {
        extras.put(member, Text.visible(sent));
      }
    }
    return extras;
  }

  /** One of {@link #extras}; empty when it was not sent. */
  String extra(String member) {
    return extras.getOrDefault(member, "");
  }

  /** Where the visitor's browser seems to be at home; empty where that is no country. */
  Optional<Country> country() {
    String sent = extra("country");
    if (!COUNTRY.matcher(sent).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Country(sent));
    } catch (InvalidValue unknown) {
      return Optional.empty();
    }
  }

  private static String visitor(String sent) {
    return VISITOR.matcher(sent).matches() ? sent : "";
  }

  static String text(JsonObject form, String member) {
    return form.get(member) instanceof JsonString string ? string.getString() : "";
  }

  /** A page that cannot be kept costs the owner a hint, never the visitor the call. */
  private static String page(String sent) {
    if (sent.length() > LONGEST_PAGE) {
      return "";
    }
    return isPrintable(sent) ? sent : "";
  }

  private static boolean isPrintable(String sent) {
    try {
      Text.requirePrintable("What was sent", sent);
      return true;
    } catch (InvalidValue unprintable) {
      return false;
    }
  }
}
