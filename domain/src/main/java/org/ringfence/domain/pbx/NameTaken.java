package org.ringfence.domain.pbx;

/** Another object of the same kind already has this name or number. */
public final class NameTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param field the field of the form that holds the name, for example {@code name} or {@code
   *     number}
   */
  public NameTaken(String field, String sentence) {
    super(sentence);
    this.field = field;
  }

  private final String field;

  public String field() {
    return field;
  }
}
