package org.ringfence.domain.pbx;

/** Where a provider wants the number of the caller. */
public enum CallerIdHeader {
  /** From; the account is not named there. */
  FROM,
  /** P-Asserted-Identity (RFC 3325). */
  PAI,
  /** Remote-Party-ID. */
  RPID,
  /** P-Preferred-Identity (RFC 3325). */
  PPI,
  /** Diversion (RFC 5806), as if every call were forwarded from the tenant's number. */
  DIVERSION
}
