package org.ringfence.domain.pbx;

/** How a provider wants to see telephone numbers. */
public enum NumberFormat {
  /** +4930123456 */
  PLUS_E164,
  /** 4930123456 */
  E164,
  /** 030123456, by the rules of the tenant's country. */
  NATIONAL
}
