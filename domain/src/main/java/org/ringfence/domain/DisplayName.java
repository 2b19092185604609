package org.ringfence.domain;

/** A name for people: one line, at most 80 characters, any script. */
public record DisplayName(String value) {
  public DisplayName {
    value = Text.line("The name", value, 80);
  }

  @Override
  public String toString() {
    return value;
  }
}
