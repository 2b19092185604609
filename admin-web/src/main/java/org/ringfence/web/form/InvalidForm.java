package org.ringfence.web.form;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A form cannot be accepted; a sentence for every field that is in the way. */
public final class InvalidForm extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final LinkedHashMap<String, String> sentences;

  public InvalidForm(Map<String, String> sentences) {
    super(String.join(" ", sentences.values()));
    this.sentences = new LinkedHashMap<>(sentences);
  }

  /** One field refused, with the sentence of what refused it. */
  public InvalidForm(String field, RuntimeException refusal) {
    this(Map.of(field, sentence(refusal)));
  }

  /** What a refusal says to people. */
  public static String sentence(RuntimeException refusal) {
    return Objects.requireNonNullElse(refusal.getMessage(), "This is not possible.");
  }

  /** Field name to sentence, in the order of the form. */
  public Map<String, String> sentences() {
    return Collections.unmodifiableMap(sentences);
  }

  /** What is wrong with {@link #firstField()}. */
  public String firstSentence() {
    return sentences.values().iterator().next();
  }

  /** The first field that is in the way. */
  public String firstField() {
    return sentences.keySet().iterator().next();
  }
}
