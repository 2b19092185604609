package org.ringfence.web.widget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringfence.domain.callback.Origin;

/**
 * A page's Content-Security-Policy (CSP Level 3), read as far as the widget needs it: the element
 * loads its scripts from one origin and talks to the same one.
 */
final class PagePolicy {
  private static final List<String> NEEDED = List.of("script-src", "connect-src");

  private final Map<String, List<String>> directives = new LinkedHashMap<>();

  /** Reads a header's value, also with the header's name in front. */
  PagePolicy(String text) {
    String value = text.replaceFirst("(?i)^\\s*content-security-policy\\s*:", "");
    for (String part : value.split("[;\\r\\n]+", -1)) {
      String[] words = part.strip().split("\\s+", -1);
      if (!words[0].isEmpty()) {
        directives.putIfAbsent(
            words[0].toLowerCase(Locale.ROOT), Arrays.asList(words).subList(1, words.length));
      }
    }
  }

  /** The directives that must name {@code portal} and do not, in the order of the policy. */
  List<String> missing(Origin portal, List<Origin> pages) {
    List<String> missing = new ArrayList<>();
    for (String needed : NEEDED) {
      List<String> sources =
          directives.containsKey(needed)
              ? directives.get(needed)
              : directives.getOrDefault("default-src", List.of("*"));
      if (sources != null && sources.stream().noneMatch(source -> allows(source, portal, pages))) {
        missing.add(needed);
      }
    }
    return missing;
  }

  private static boolean allows(String source, Origin portal, List<Origin> pages) {
    String word = source.toLowerCase(Locale.ROOT);
    String url = portal.value();
    String scheme = url.substring(0, url.indexOf(':') + 1);
    String host = url.substring(url.indexOf("//") + 2);
    if (word.equals("*") || word.equals(scheme)) {
      return true;
    }
    if (word.equals("'self'")) {
      return pages.contains(portal);
    }
    String named = word.replaceFirst("/(widget/.*)?$", "");
    if (named.equals(url) || named.equals(host)) {
      return true;
    }
    String wildcard =
        named.startsWith(scheme + "//") ? named.substring(scheme.length() + 2) : named;
    return wildcard.startsWith("*.") && host.endsWith(wildcard.substring(1));
  }
}
