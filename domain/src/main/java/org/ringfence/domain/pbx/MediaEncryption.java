package org.ringfence.domain.pbx;

/** Whether sound is encrypted with keys from SDP (SDES, RFC 4568). */
public enum MediaEncryption {
  NONE,
  /** Encrypted when the provider agrees. */
  OPTIONAL,
  /** Encrypted or no call. */
  REQUIRED
}
