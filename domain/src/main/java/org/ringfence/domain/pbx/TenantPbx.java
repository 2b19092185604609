package org.ringfence.domain.pbx;

import java.util.List;
import org.ringfence.domain.Country;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.tenant.Slug;

/**
 * Everything one PBX is made of, at one moment: all that the generator may look at.
 *
 * @param realm the SIP realm of the tenant's phones, its slug
 * @param centre the address from which the centre speaks AMI
 */
public record TenantPbx(
    Slug realm,
    Country country,
    List<Trunk> trunks,
    List<Extension> extensions,
    CallHandling handling,
    Ipv4 centre,
    Secret amiSecret) {
  public TenantPbx {
    trunks = List.copyOf(trunks);
    extensions = List.copyOf(extensions);
  }

  /** The same without a trunk or a phone: nobody can call in, out or each other. */
  public TenantPbx refusingCalls() {
    return new TenantPbx(
        realm, country, List.of(), List.of(), CallHandling.none(), centre, amiSecret);
  }

  /** The same for calls inside: no trunk registers, and no call comes in or goes out. */
  public TenantPbx inQuarantine() {
    return new TenantPbx(realm, country, List.of(), extensions, handling, centre, amiSecret);
  }

  /** A PBX whose calls go straight to people. */
  public TenantPbx(
      Slug realm,
      Country country,
      List<Trunk> trunks,
      List<Extension> extensions,
      Ipv4 centre,
      Secret amiSecret) {
    this(realm, country, trunks, extensions, CallHandling.none(), centre, amiSecret);
  }

  public TenantPbx withHandling(CallHandling changed) {
    return new TenantPbx(realm, country, trunks, extensions, changed, centre, amiSecret);
  }
}
