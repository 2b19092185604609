package org.ringfence.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP request or answer as it was on the wire, secrets masked: credentials but for the account
 * name, and keys of encrypted sound.
 *
 * @param number its place in the conversation
 * @param outgoing whether we sent it
 * @param address of the far end, with port
 * @param time seconds since 1970
 * @param text all of it
 */
public record SipText(int number, boolean outgoing, String address, long time, String text) {
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "(?im)^((?:Proxy-)?Authorization:[ \\t]*\\w+)[ \\t]+(?:.*?(username=\"[^\"\\n]*\"))?.*$");
  private static final Pattern KEY = Pattern.compile("(?i)(inline:)[^ |\\r\\n]+");
  private static final Pattern USER = Pattern.compile("sips?:([^@;>\\s]*)@");

  private static final Map<String, String> SHORT =
      Map.of(
          "v",
          "via",
          "f",
          "from",
          "t",
          "to",
          "i",
          "call-id",
          "m",
          "contact",
          "l",
          "content-length");

  public SipText {
    text = mask(text);
  }

  private static String mask(String text) {
    String plain =
        CREDENTIALS
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(1)
                            + " "
                            + (found.group(2) == null ? "" : found.group(2) + ", ")
                            + "..."));
    return KEY.matcher(plain).replaceAll("$1...");
  }

  public String firstLine() {
    int end = text.indexOf('\n');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  public boolean isAnswer() {
    return firstLine().startsWith("SIP/2.0 ");
  }

  /** Of an answer, for example 484; 0 for a request. */
  public int status() {
    String[] words = firstLine().split(" ", 3);
    return isAnswer() && words.length > 1 && words[1].matches("[1-6][0-9]{2}")
        ? Integer.parseInt(words[1])
        : 0;
  }

  /** Status and phrase of an answer, for example {@code 484 Address Incomplete}. */
  String answer() {
    return isAnswer() ? firstLine().substring("SIP/2.0 ".length()).strip() : "";
  }

  /** Of a request, or of the request an answer is for. */
  public String method() {
    if (!isAnswer()) {
      return firstLine().split(" ", 2)[0];
    }
    String[] sequence = header("CSeq").strip().split("\\s+", 2);
    return sequence.length == 2 ? sequence[1] : "";
  }

  /** The same for a request and its answers. */
  String transaction() {
    return header("Call-ID") + " " + header("CSeq").replaceAll("\\s+", " ");
  }

  /** The user of the request URI. */
  String user() {
    return userOf(firstLine());
  }

  /** The user in an address such as {@code "Name" <sip:user@host>;tag=x}; empty without one. */
  static String userOf(String address) {
    Matcher user = USER.matcher(address);
    return user.find() ? user.group(1) : "";
  }

  /** The first header of this name, folded lines joined; empty text when there is none. */
  String header(String name) {
    return all(name).stream().findFirst().orElse("");
  }

  boolean has(String name) {
    return !all(name).isEmpty();
  }

  List<String> all(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    List<String> values = new ArrayList<>();
    for (String line : head().split("\\r?\\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String key = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (SHORT.getOrDefault(key, key).equals(wanted)) {
          values.add(line.substring(colon + 1).strip());
        }
      }
    }
    return values;
  }

  /** The names of its headers, as written. */
  List<String> names() {
    return head()
        .lines()
        .skip(1)
        .filter(line -> line.indexOf(':') > 0)
        .map(line -> line.substring(0, line.indexOf(':')).strip())
        .toList();
  }

  /** A parameter of a header, without quotes. */
  static Optional<String> parameter(String header, String name) {
    Matcher found =
        Pattern.compile("(?i)(?:^|[;,\\s])" + name + "=(?:\"([^\"]*)\"|([^;,\\s>]+))")
            .matcher(header);
    return found.find()
        ? Optional.of(found.group(1) == null ? found.group(2) : found.group(1))
        : Optional.empty();
  }

  private String head() {
    String unfolded = text.replaceAll("\\r?\\n[ \\t]+", " ");
    Matcher end = Pattern.compile("\\r?\\n\\r?\\n").matcher(unfolded);
    return end.find() ? unfolded.substring(0, end.start()) : unfolded;
  }
}
