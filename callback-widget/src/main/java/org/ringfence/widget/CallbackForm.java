package org.ringfence.widget;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;

/**
 * What a visitor sent, unchecked but of the right shape.
 *
 * @param number as typed
 * @param page where the visitor was, as the browser says; empty when it does not say
 * @param visitor what the browser calls itself, to tell two visitors behind one address apart
 * @param proof of work, see {@link Proofs}
 */
record CallbackForm(String number, String page, String visitor, String proof) {
  /** Bytes; a number and the address of a page fit many times. */
  static final int LARGEST = 4096;

  private static final int LONGEST_PAGE = 1000;
  private static final Pattern VISITOR = Pattern.compile("[A-Za-z0-9-]{16,64}");

  /**
   * Reads {@code {"number":"…","page":"…","visitor":"…","proof":"…"}}; members it does not know are
   * left alone.
   */
  static CallbackForm read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw Refusal.of(ProblemType.TOO_LARGE, "Please send at most " + LARGEST + " bytes of JSON.");
    }
    JsonObject form;
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
      form = reader.readObject();
    } catch (JsonException unreadable) {
      throw Refusal.of(
          ProblemType.MALFORMED,
          "Please send a JSON object, for example {\"number\":\"030 123456\"}.");
    }
    return new CallbackForm(
        text(form, "number"),
        page(text(form, "page")),
        visitor(text(form, "visitor")),
        text(form, "proof"));
  }

  private static String visitor(String sent) {
    return VISITOR.matcher(sent).matches() ? sent : "";
  }

  private static String text(JsonObject form, String member) {
    return form.get(member) instanceof JsonString string ? string.getString() : "";
  }

  /** A page that cannot be kept costs the owner a hint, never the visitor the call. */
  private static String page(String sent) {
    if (sent.length() > LONGEST_PAGE) {
      return "";
    }
    try {
      Text.requirePrintable("The page", sent);
      return sent;
    } catch (InvalidValue unprintable) {
      return "";
    }
  }
}
