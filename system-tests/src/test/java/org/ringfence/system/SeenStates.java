package org.ringfence.system;

import com.microsoft.playwright.Page;
import java.util.List;

/**
 * Writes down, inside the page, every text that an element shows in turn: the states a person saw.
 */
final class SeenStates {

  private final Page page;

  /**
   * Begins now; {@code expression} is JavaScript that gives the text, or null while there is none.
   */
  SeenStates(Page page, String expression) {
    this.page = page;
    page.evaluate(
        """
        () => {
          window.statesSeen = [];
          const look = () => {
            const now = (%s)?.trim();
            if (now && now !== window.statesSeen.at(-1)) window.statesSeen.push(now);
          };
          new MutationObserver(look).observe(document.documentElement,
              {subtree: true, childList: true, attributes: true, characterData: true});
          look();
        }
        """
            .formatted(expression));
  }

  /** In order, without repetitions in a row. */
  List<String> texts() {
    return ((List<?>) page.evaluate("() => window.statesSeen"))
        .stream().map(String::valueOf).toList();
  }
}
