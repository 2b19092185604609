package org.ringfence.domain.history;

import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/**
 * Names a recording within its tenant: an id that the PBX made, and never anything of the call,
 * because names become files.
 */
public record RecordingName(String value) {
  private static final Pattern NAME =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.wav");

  public RecordingName {
    if (!NAME.matcher(value).matches()) {
      throw new InvalidValue("This is no name of a recording.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
