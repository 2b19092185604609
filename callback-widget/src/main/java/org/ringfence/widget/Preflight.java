package org.ringfence.widget;

import jakarta.ws.rs.core.Response;

/** The answer to a browser that asks before it sends. */
final class Preflight {
  /** Seconds a browser may remember the answer; the call itself is checked again anyway. */
  private static final int REMEMBERED = 600;

  private Preflight() {}

  /** Only for an origin that the allow-list holds. */
  static Response allowed(String methods) {
    return Response.noContent()
        .header("Access-Control-Allow-Methods", methods)
        .header("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key")
        .header("Access-Control-Max-Age", REMEMBERED)
        .build();
  }
}
