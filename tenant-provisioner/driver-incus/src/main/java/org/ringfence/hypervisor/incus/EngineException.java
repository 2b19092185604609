package org.ringfence.hypervisor.incus;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The engine refused or could not be asked; {@link Failures} makes of it what callers see. */
final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For when no answer came. */
  static final int NO_ANSWER = 0;

  /** For an operation that ended without success. */
  static final int OPERATION = 1;

  private static final Pattern UNREACHED =
      Pattern.compile(
          "(?i)offline|no route to host|connection refused|host is down|network is unreachable"
              + "|i/o timeout|context deadline exceeded|unable to connect|missing event connection");

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

  /** Whether a member of the cluster is not reached, or the whole server. */
  boolean isUnreached() {
    return code == NO_ANSWER || UNREACHED.matcher(words()).find();
  }

  /** Whether several members have a thing of that name. */
  boolean isAmbiguous() {
    return words().contains("ore than one cluster member");
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
