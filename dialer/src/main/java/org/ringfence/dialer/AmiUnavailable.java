package org.ringfence.dialer;

/** The manager interface of a PBX cannot be reached, or does not let us in. */
final class AmiUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  AmiUnavailable(String message) {
    super(message);
  }

  AmiUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
