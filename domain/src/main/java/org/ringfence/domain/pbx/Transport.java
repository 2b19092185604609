package org.ringfence.domain.pbx;

/** How SIP travels to the provider. */
public enum Transport {
  UDP,
  TCP,
  /** Encrypted. The provider's certificate is not verified yet. */
  TLS
}
