package org.ringfence.domain.tenant;

/** Whether the tenant's organization and first administrator exist in the identity provider yet. */
public enum IdentityState {
  PENDING,
  READY
}
