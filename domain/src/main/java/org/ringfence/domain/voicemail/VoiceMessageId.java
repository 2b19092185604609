package org.ringfence.domain.voicemail;

import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/** Identifies a message within its tenant: what Asterisk calls {@code msg_id}. */
public record VoiceMessageId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[0-9]{1,20}-[0-9a-f]{1,16}");

  public VoiceMessageId {
    if (!SHAPE.matcher(value).matches()) {
      throw new InvalidValue("This is not the id of a voice message.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
