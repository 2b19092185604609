package org.ringfence.widget;

/**
 * Who asks, as far as it matters for limits.
 *
 * @param address the network address as {@link ClientAddress} reads it
 * @param token what the visitor's browser calls itself; empty when it says nothing fit
 */
record Visitor(String address, String token) {
  /** A browser without a token is told from others by its address alone. */
  String subject() {
    return token.isEmpty() ? "address " + address : "token " + token;
  }
}
