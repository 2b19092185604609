package org.ringfence.domain.pbx;

/** How much is made of a SIP extension such as session timers (RFC 4028) or 100rel (RFC 3262). */
public enum Support {
  NO,
  YES,
  REQUIRED
}
