package org.ringfence.config;

/**
 * A PBX cannot be turned into a configuration. The message is a sentence that names the object and
 * what is wrong with it; it never repeats a secret.
 */
public final class UnrenderableConfig extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnrenderableConfig(String sentence) {
    super(sentence);
  }
}
