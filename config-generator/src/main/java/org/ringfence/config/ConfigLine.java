package org.ringfence.config;

/**
 * One line of a file.
 *
 * @param number counts from 1 within its file
 * @param text as Asterisk reads it; may hold a secret
 * @param masked as people may see it: secrets replaced, otherwise the same
 * @param source the object it comes from
 */
public record ConfigLine(int number, String text, String masked, Source source) {
  /** Masked, so that a line in a log or an exception shows no secret. */
  @Override
  public String toString() {
    return number + ": " + masked;
  }
}
