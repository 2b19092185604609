package org.ringfence.domain.pbx;

import java.util.List;
import java.util.OptionalInt;
import org.ringfence.domain.Country;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.tenant.Slug;

/**
 * Everything one PBX is made of, at one moment: all that the generator may look at.
 *
 * @param realm the SIP realm of the tenant's phones, its slug
 * @param centre the address from which the centre speaks AMI
 * @param mostCalls at the same time; empty for no cap
 */
public record TenantPbx(
    Slug realm,
    Country country,
    List<Trunk> trunks,
    List<Extension> extensions,
    CallHandling handling,
    Ipv4 centre,
    Secret amiSecret,
    OptionalInt mostCalls) {
  public TenantPbx {
    trunks = List.copyOf(trunks);
    extensions = List.copyOf(extensions);
  }

  /** The same without a trunk or a phone: nobody can call in, out or each other. */
  public TenantPbx refusingCalls() {
    return new TenantPbx(
        realm, country, List.of(), List.of(), CallHandling.none(), centre, amiSecret, mostCalls);
  }

  /** The same for calls inside: no trunk registers, and no call comes in or goes out. */
  public TenantPbx inQuarantine() {
    return new TenantPbx(
        realm, country, List.of(), extensions, handling, centre, amiSecret, mostCalls);
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

  /** A PBX without a cap on its calls. */
  public TenantPbx(
      Slug realm,
      Country country,
      List<Trunk> trunks,
      List<Extension> extensions,
      CallHandling handling,
      Ipv4 centre,
      Secret amiSecret) {
    this(realm, country, trunks, extensions, handling, centre, amiSecret, OptionalInt.empty());
  }

  public TenantPbx withHandling(CallHandling changed) {
    return new TenantPbx(realm, country, trunks, extensions, changed, centre, amiSecret, mostCalls);
  }

  public TenantPbx withMostCalls(OptionalInt cap) {
    return new TenantPbx(realm, country, trunks, extensions, handling, centre, amiSecret, cap);
  }
}
