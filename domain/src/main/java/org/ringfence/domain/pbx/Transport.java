package org.ringfence.domain.pbx;

/** How SIP travels to the provider. */
public enum Transport {
  UDP,
  TCP
}
