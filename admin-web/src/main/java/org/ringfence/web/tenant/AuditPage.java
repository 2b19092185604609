package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.web.shell.Lazy;

/** Who did what: in one tenant, or on the whole platform for its hosters. */
@Named("auditPage")
@RequestScoped
public class AuditPage {
  @Inject CurrentTenant tenant;
  @Inject Trail trail;

  private final Lazy<List<AuditEntry>> rows =
      new Lazy<>(() -> tenant.isSelected() ? trail.of(tenant.id()) : trail.ofPlatform());

  public List<AuditEntry> getRows() {
    return rows.get();
  }
}
