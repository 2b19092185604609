package org.ringfence.widget;

import org.ringfence.domain.E164;

/** What became of a number that a visitor typed. */
sealed interface NumberCheck {
  /** It can be called. */
  record Callable(E164 number) implements NumberCheck {}

  /** No telephone number, whatever the country. */
  record NotANumber() implements NumberCheck {}

  /** A number, but one that this widget never calls; which rule it broke stays our knowledge. */
  record NotAllowed() implements NumberCheck {}
}
