package org.ringfence.web.history;

import java.util.Set;

/** Words for why a call ended (ITU-T Q.850). */
final class HangupWords {
  /** Those that have a sentence of their own; the others share one. */
  static final Set<Integer> KNOWN =
      Set.of(0, 1, 3, 16, 17, 18, 19, 20, 21, 22, 25, 27, 28, 31, 34, 38, 41, 42, 44, 47, 58, 127);

  private HangupWords() {}

  static String key(int cause) {
    return "record.cause." + (KNOWN.contains(cause) ? cause : "other");
  }
}
