package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What axe finds on a page that keeps somebody from using it. */
final class Accessibility {
  private static final String AXE = read();

  private static final String EVERYTHING = "{resultTypes: ['violations']}";

  /** What can differ between light and dark. */
  private static final String COLOURS =
      "{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}";

  private Accessibility() {}

  /** Findings that are serious or critical, with the elements they are about. */
  static List<String> findings(Page page) {
    return run(page, EVERYTHING);
  }

  static List<String> findingsOfColours(Page page) {
    return run(page, COLOURS);
  }

  static void requireNone(Page page) {
    assertThat(findings(page)).as("what axe finds on %s", page.url()).isEmpty();
  }

  private static List<String> run(Page page, String options) {
    if (!Boolean.TRUE.equals(page.evaluate("() => 'axe' in window"))) {
      page.evaluate(AXE + "; undefined");
    }
    Object found =
        page.evaluate(
            "async () => (await axe.run(document, "
                + options
                + ")).violations"
                + ".filter(each => ['serious', 'critical'].includes(each.impact))"
                + ".flatMap(each => each.nodes.map(node => each.id + ': ' + node.html.slice(0, 160)"
                + " + ' ' + (node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message)))");
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  private static String read() {
    try (InputStream script =
        Objects.requireNonNull(Accessibility.class.getResourceAsStream("/axe.min.js"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
