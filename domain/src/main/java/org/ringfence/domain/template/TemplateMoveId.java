package org.ringfence.domain.template;

import java.util.UUID;
import org.ringfence.domain.InvalidValue;

/** Identifies one move of a tenant to another template version. */
public record TemplateMoveId(UUID value) {
  public static TemplateMoveId random() {
    return new TemplateMoveId(UUID.randomUUID());
  }

  /**
   * Reads the text form.
   *
   * @throws InvalidValue when it is not one
   */
  public static TemplateMoveId parse(String text) {
    try {
      return new TemplateMoveId(UUID.fromString(text));
    } catch (IllegalArgumentException notAUuid) {
      throw new InvalidValue("There is no such move.");
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
