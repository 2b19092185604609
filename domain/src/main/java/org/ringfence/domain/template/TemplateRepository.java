package org.ringfence.domain.template;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

/** The template versions of this platform, and which VM runs which. */
@AcrossTenants("templates are the hoster's")
public interface TemplateRepository {
  /** All that were ever found, the one built last first. */
  List<KnownTemplate> list();

  Optional<KnownTemplate> find(TemplateId id);

  /**
   * Notes what a host has now. A version that is not there any more stays known; one that is the
   * same as before is not written.
   *
   * @param current what new tenants get
   */
  void found(Collection<TemplateVersion> present, TemplateId current, Instant now);

  /** Whose VM is to run it, in the order of the VMs' names. */
  List<TenantId> tenants(TemplateId id);

  /** Notes which version a VM runs of which that is not known; otherwise does nothing. */
  void assign(VmId vm, TemplateId id);
}
