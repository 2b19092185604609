package org.ringfence.domain.pbx;

/** Which of a provider's servers is tried first. */
public enum GatewayOrder {
  IN_ORDER,
  /** Chance decides by weight; the others follow when it fails. */
  BY_WEIGHT
}
