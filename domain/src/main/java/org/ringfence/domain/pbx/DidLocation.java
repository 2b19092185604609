package org.ringfence.domain.pbx;

/** Where a provider writes the number that was called (DID). */
public enum DidLocation {
  /** The user part of the request URI. */
  REQUEST_URI,
  /** The user part of To. */
  TO,
  /** The address or number in a header of its own. */
  HEADER
}
