package org.ringfence.domain.pbx;

import java.util.stream.Collectors;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;

/**
 * A text to be read out: 1 to 1000 characters, line breaks for pauses.
 *
 * @param value its lines, separated by line feeds
 */
public record SpeechText(String value) {
  private static final int MOST = 1000;

  public SpeechText {
    value =
        value
            .lines()
            .map(line -> Text.trimmed("The text", line))
            .collect(Collectors.joining("\n"))
            .strip();
    if (value.isEmpty()) {
      throw new InvalidValue("The text is empty. Please write what shall be read out.");
    }
    if (value.length() > MOST) {
      throw new InvalidValue("The text is longer than " + MOST + " characters. Please shorten it.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
