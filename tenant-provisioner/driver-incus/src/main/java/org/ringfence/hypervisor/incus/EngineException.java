package org.ringfence.hypervisor.incus;

import org.jspecify.annotations.Nullable;

/** The engine refused or could not be asked; {@link Failures} makes of it what callers see. */
final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For when no answer came. */
  static final int NO_ANSWER = 0;

  /** For an operation that ended without success. */
  static final int OPERATION = 1;

  private final int code;

  /**
   * @param code the HTTP status, {@link #NO_ANSWER} or {@link #OPERATION}
   * @param words the engine's own
   */
  EngineException(int code, String words, @Nullable Throwable cause) {
    super(words, cause);
    this.code = code;
  }

  int code() {
    return code;
  }

  String words() {
    return String.valueOf(getMessage());
  }

  boolean isNotFound() {
    return code == 404;
  }

  /** Whether another operation on the same thing, such as the end of a failed start, goes on. */
  boolean isBusy() {
    return words().contains("Instance is busy running");
  }

  /** Whether what was to be made is there already, made by somebody else at the same time. */
  boolean isConflict() {
    return code == 409 || words().contains("already exists") || words().contains("already in use");
  }
}
