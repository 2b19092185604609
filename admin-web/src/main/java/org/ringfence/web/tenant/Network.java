package org.ringfence.web.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.machine.TenantNetwork;

/** The network the tenants' VMs live in, as this installation was set up. */
@ApplicationScoped
public class Network {
  @Inject
  @ConfigProperty(name = "ringfence.network", defaultValue = "10.213.180.0/24")
  String cidr;

  public TenantNetwork tenants() {
    return TenantNetwork.parse(cidr);
  }

  /** Where the centre is, seen from a VM. */
  public Ipv4 centre() {
    return tenants().host();
  }
}
