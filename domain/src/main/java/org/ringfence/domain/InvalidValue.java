package org.ringfence.domain;

/**
 * A value was refused at the boundary of its type. The message is a sentence for the person who
 * typed it: what is wrong and what would be right. It never repeats a secret.
 */
public final class InvalidValue extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidValue(String sentence) {
    super(sentence);
  }
}
