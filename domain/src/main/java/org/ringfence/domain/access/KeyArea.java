package org.ringfence.domain.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of what a tenant has; a key may be made for some of them. */
public enum KeyArea {
  /** Connections to providers, and their examinations. */
  TRUNKS,
  /** Extensions and their phones. */
  PEOPLE,
  /** Where calls go, in and out, and what callers hear. */
  HANDLING,
  /** Calls that were, their recordings, and messages in mailboxes. */
  CALLS,
  /** Widgets, leads, and the queue of callbacks. */
  CALLBACKS,
  /** The tenant itself: its VM, its revisions, its events. */
  TENANT;

  /** In the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<KeyArea> of(String text) {
    return Stream.of(values()).filter(area -> area.text().equals(text)).findFirst();
  }
}
