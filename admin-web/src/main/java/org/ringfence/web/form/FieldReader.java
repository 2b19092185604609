package org.ringfence.web.form;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ringfence.domain.InvalidValue;

/**
 * Reads a form's text fields as domain values and collects every refusal, so that a person sees all
 * of them at once. Usage: read every field, then {@link #check()}, then take the values.
 */
public final class FieldReader {
  private final Map<String, String> sentences = new LinkedHashMap<>();

  /** A value read from a field; only there when the field was good. */
  public static final class Field<T> {
    private final Optional<T> value;

    private Field(Optional<T> value) {
      this.value = value;
    }

    /** To be called after {@link FieldReader#check()}. */
    public T get() {
      return value.orElseThrow(() -> new IllegalStateException("taken before check()"));
    }

    public Optional<T> maybe() {
      return value;
    }
  }

  public <T> Field<T> required(String field, String text, Function<String, T> parse) {
    return read(field, () -> parse.apply(text));
  }

  /** An empty field is no value. */
  public <T> Field<Optional<T>> optional(String field, String text, Function<String, T> parse) {
    return read(field, () -> text.isBlank() ? Optional.empty() : Optional.of(parse.apply(text)));
  }

  public <T> Field<T> read(String field, Supplier<T> value) {
    try {
      return new Field<>(Optional.of(value.get()));
    } catch (InvalidValue refused) {
      refuse(field, InvalidForm.sentence(refused));
      return new Field<>(Optional.empty());
    }
  }

  public void refuse(String field, String sentence) {
    sentences.putIfAbsent(field, sentence);
  }

  /**
   * To be called when every field is read.
   *
   * @throws InvalidForm when any field was refused
   */
  public void check() {
    if (!sentences.isEmpty()) {
      throw new InvalidForm(sentences);
    }
  }
}
