package org.ringfence.domain.pbx;

import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;

/**
 * What a person types to hear a mailbox: 4 to 10 digits. It is a secret and prints masked; unlike a
 * phone's password it has to reach the VM, which compares it.
 */
public record VoicemailPin(String reveal) {
  private static final Pattern SHAPE = Pattern.compile("[0-9]{4,10}");
  private static final SecureRandom RANDOM = new SecureRandom();

  public VoicemailPin {
    reveal = Text.trimmed("The PIN", reveal);
    if (!SHAPE.matcher(reveal).matches()) {
      throw new InvalidValue("A PIN is 4 to 10 digits, for example 4711.");
    }
  }

  /** Six digits. */
  public static VoicemailPin random() {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      digits.append((char) ('0' + RANDOM.nextInt(10)));
    }
    return new VoicemailPin(digits.toString());
  }

  @Override
  public String toString() {
    return "VoicemailPin[***]";
  }
}
