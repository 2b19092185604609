package org.ringfence.domain.callback;

import java.util.Locale;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/** A colour as {@code #rrggbb}, and nothing else that a style sheet would read. */
public record Colour(String value) {
  private static final Pattern SHAPE = Pattern.compile("#[0-9a-f]{6}");
  private static final Colour BLACK = new Colour("#000000");
  private static final Colour WHITE = new Colour("#ffffff");

  public Colour {
    value = value.strip().toLowerCase(Locale.ROOT);
    if (!SHAPE.matcher(value).matches()) {
      throw new InvalidValue(
          "This is not a colour. Please write # and six hexadecimal digits, for example #1f5f5b.");
    }
  }

  /** Relative luminance, 0 for black to 1 for white (WCAG 2.2). */
  public double luminance() {
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  }

  private double channel(int at) {
    double share = Integer.parseInt(value.substring(at, at + 2), 16) / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  /** 1 for the same colour to 21 for black on white (WCAG 2.2). */
  public double contrast(Colour other) {
    double one = luminance() + 0.05;
    double two = other.luminance() + 0.05;
    return Math.max(one, two) / Math.min(one, two);
  }

  /** Black or white, whichever is read better on it. */
  public Colour readable() {
    return contrast(WHITE) >= contrast(BLACK) ? WHITE : BLACK;
  }

  @Override
  public String toString() {
    return value;
  }
}
