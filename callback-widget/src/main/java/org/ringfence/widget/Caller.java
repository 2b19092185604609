package org.ringfence.widget;

import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.WidgetKey;

/** Reads what names the caller and what it asks for; a malformed name is one that is not there. */
final class Caller {
  private Caller() {}

  /** From the header of that name; a page without one, or of an opaque origin, is on no list. */
  static Origin origin(@Nullable String header) {
    if (header == null) {
      throw Refusal.originNotAllowed();
    }
    try {
      return new Origin(header);
    } catch (InvalidValue opaque) {
      throw Refusal.originNotAllowed();
    }
  }

  static WidgetKey key(String text) {
    try {
      return new WidgetKey(text);
    } catch (InvalidValue malformed) {
      throw Refusal.notFound();
    }
  }

  static CallbackId callback(String text) {
    try {
      return CallbackId.parse(text);
    } catch (InvalidValue malformed) {
      throw Refusal.notFound();
    }
  }
}
