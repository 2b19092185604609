package org.ringfence.domain.pbx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fields were refused; each with a sentence that says what is wrong and what would be right. */
public final class InvalidFields extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final LinkedHashMap<String, String> sentences;

  public InvalidFields(Map<String, String> sentences) {
    super(String.join(" ", sentences.values()));
    this.sentences = new LinkedHashMap<>(sentences);
  }

  /** Field name to sentence. */
  public Map<String, String> sentences() {
    return Collections.unmodifiableMap(sentences);
  }
}
