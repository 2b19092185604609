package org.ringfence.widget;

import java.util.Locale;
import java.util.Optional;
import org.ringfence.domain.Country;

/**
 * The edge says no. The message is a sentence for the person who can change it: what is wrong and
 * what would be right; it reveals nothing about the tenant.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final String field;

  private Refusal(ProblemType type, String field, String sentence) {
    // An answer to a visitor, not a fault of ours: no stack trace.
    super(sentence, null, false, false);
    this.type = type;
    this.field = field;
  }

  static Refusal of(ProblemType type, String sentence) {
    return new Refusal(type, "", sentence);
  }

  static Refusal ofNumber(ProblemType type, String sentence) {
    return new Refusal(type, "number", sentence);
  }

  /** Something besides the number that the owner's form needs. */
  static Refusal ofField(String field, String sentence) {
    return new Refusal(ProblemType.FIELD_REFUSED, field, sentence);
  }

  /** The same answer for what never was, what is gone and what belongs to somebody else. */
  static Refusal notFound() {
    return of(ProblemType.NOT_FOUND, "There is no such widget or callback.");
  }

  /** The same answer for every number that is not called, whatever the reason. */
  static Refusal numberNotAllowed(Country country) {
    return ofNumber(
        ProblemType.NUMBER_NOT_ALLOWED,
        "We cannot call this number. Please give a landline or mobile number in "
            + new Locale("", country.code()).getDisplayCountry(Locale.ENGLISH)
            + ".");
  }

  /** The same answer for every limit that is reached, whoever reached it. */
  static Refusal notNow() {
    return of(
        ProblemType.NOT_NOW, "We cannot take this request right now. Please try again later.");
  }

  static Refusal originNotAllowed() {
    return of(
        ProblemType.ORIGIN_NOT_ALLOWED,
        "This site may not use this callback widget. If it is yours, open the widget in the portal"
            + " and add the site's address, for example https://www.example.com, to its websites.");
  }

  ProblemType type() {
    return type;
  }

  /** The member of the request that is at fault. */
  Optional<String> field() {
    return field.isEmpty() ? Optional.empty() : Optional.of(field);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
