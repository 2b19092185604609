package org.ringfence.domain.machine;

/** Every address of the tenant network is taken. */
public final class NoFreeAddress extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoFreeAddress(TenantNetwork network) {
    super(
        "All "
            + network.capacity()
            + " VM addresses of the network "
            + network
            + " are in use. Please delete a tenant, or give the installation a larger network.");
  }
}
