package org.ringfence.web.widget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.callback.Origin;

/**
 * A page's Content-Security-Policy (CSP Level 3), read as far as the widget needs it: the element
 * loads its scripts from one origin and talks to the same one.
 */
final class PagePolicy {
  /** What the policy lacks. */
  enum Remedy {
    /** The directive must name the portal. */
    NAME_THE_PORTAL,
    /** Names of hosts count for nothing there: the script's line needs the page's nonce. */
    GIVE_A_NONCE
  }

  /** The directives that decide about one thing: the first of them that is there does. */
  private static final List<List<String>> NEEDED =
      List.of(
          List.of("script-src-elem", "script-src", "default-src"),
          List.of("connect-src", "default-src"));

  private static final Pattern SOURCE =
      Pattern.compile("(?:([a-z][a-z0-9+.-]*)://)?([^/:]+)(?::([0-9]+|\\*))?(/.*)?");

  /** Below these are the script that the line names, its parts, and the API. */
  private static final List<String> PATHS = List.of("/", "/widget/", "/widget/v1/");

  /** Several headers hold for a page at once; browsers put a comma between them. */
  private final List<Map<String, List<String>>> policies = new ArrayList<>();

  /** Reads a header's value, also with the header's name in front. */
  PagePolicy(String text) {
    for (String policy : text.split(",", -1)) {
      String value = policy.replaceFirst("(?i)^\\s*content-security-policy\\s*:", "");
      Map<String, List<String>> directives = new LinkedHashMap<>();
      for (String part : value.split("[;\\r\\n]+", -1)) {
        String[] words = part.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        if (!words[0].isEmpty()) {
          directives.putIfAbsent(words[0], Arrays.asList(words).subList(1, words.length));
        }
      }
      policies.add(directives);
    }
  }

  /** By the directives that stop the widget, what is to be done about each. */
  Map<String, Remedy> missing(Origin portal, List<Origin> pages) {
    Map<String, Remedy> missing = new LinkedHashMap<>();
    for (Map<String, List<String>> directives : policies) {
      for (List<String> deciding : NEEDED) {
        Optional<String> decides = deciding.stream().filter(directives::containsKey).findFirst();
        List<String> sources = directives.getOrDefault(decides.orElse(""), List.of("*"));
        // What the default forbids, a directive of its own allows.
        String named =
            decides
                .filter(name -> !name.equals("default-src"))
                .orElse(deciding.get(deciding.size() - 2));
        if (named.startsWith("script") && sources.contains("'strict-dynamic'")) {
          missing.put(named, Remedy.GIVE_A_NONCE);
        } else if (sources.stream().noneMatch(source -> allows(source, portal, pages))) {
          missing.putIfAbsent(named, Remedy.NAME_THE_PORTAL);
        }
      }
    }
    return missing;
  }

  private static boolean allows(String source, Origin portal, List<Origin> pages) {
    Matcher url = SOURCE.matcher(portal.value());
    if (!url.matches()) {
      throw new IllegalStateException(portal + " is no origin");
    }
    String scheme = url.group(1);
    if (source.equals("*") || source.equals(scheme + ":")) {
      return true;
    }
    if (source.equals("'self'")) {
      return pages.contains(portal);
    }
    Matcher named = SOURCE.matcher(source);
    return named.matches()
        // A source for http is one for https, too.
        && (named.group(1) == null
            || named.group(1).equals(scheme)
            || (named.group(1).equals("http") && scheme.equals("https")))
        && isHost(named.group(2), url.group(2))
        && ("*".equals(named.group(3)) || port(named, scheme).equals(port(url, scheme)))
        && (named.group(4) == null || PATHS.contains(named.group(4)));
  }

  private static boolean isHost(String pattern, String host) {
    return pattern.equals(host)
        || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
  }

  private static String port(Matcher source, String scheme) {
    return source.group(3) == null ? (scheme.equals("https") ? "443" : "80") : source.group(3);
  }
}
