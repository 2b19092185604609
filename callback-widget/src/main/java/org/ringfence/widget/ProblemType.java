package org.ringfence.widget;

/**
 * The reasons for which the edge says no. The code is the last part of the problem's type URI
 * ({@code urn:ringfence:problem:<code>}) and never changes its meaning.
 */
enum ProblemType {
  ORIGIN_NOT_ALLOWED(403, "origin-not-allowed", "This site may not use this widget"),
  NOT_FOUND(404, "not-found", "There is nothing here"),
  MALFORMED(400, "malformed", "The request cannot be read"),
  TOO_LARGE(413, "too-large", "The request is too large"),
  WIDGET_CLOSED(409, "widget-closed", "Callbacks are switched off"),
  TOO_LATE(409, "too-late", "There is nothing left to cancel"),
  KEY_REUSED(422, "idempotency-key-reused", "The idempotency key belongs to another request"),
  NUMBER_INVALID(422, "number-invalid", "This is not a telephone number"),
  NUMBER_NOT_ALLOWED(422, "number-not-allowed", "This number cannot be called"),
  FIELD_REFUSED(422, "field-refused", "Something is missing or not possible any more"),
  PROOF_NEEDED(428, "proof-needed", "A proof of work is needed"),
  NOT_NOW(429, "not-now", "Not right now"),
  BUSY(503, "busy", "Too many at once");

  private final int status;
  private final String code;
  private final String title;

  ProblemType(int status, String code, String title) {
    this.status = status;
    this.code = code;
    this.title = title;
  }

  int status() {
    return status;
  }

  String uri() {
    return "urn:ringfence:problem:" + code;
  }

  String title() {
    return title;
  }
}
