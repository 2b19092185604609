package org.ringfence.web.trunk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;

/** All trunks of a tenant. */
@Named("trunksPage")
@RequestScoped
public class TrunksPage {
  @Inject CurrentTenant tenant;
  @Inject Trunks trunks;

  private final Lazy<List<Trunks.Overview>> rows = new Lazy<>(() -> trunks.list(tenant.id()));

  public List<Trunks.Overview> getRows() {
    return rows.get();
  }

  /** The colour of a trunk's state. */
  public String tone(TrunkStatus status) {
    return switch (status.state()) {
      case REGISTERED, REACHABLE -> "good";
      case UNREACHABLE, REFUSED -> "bad";
      case UNKNOWN -> "busy";
      case OFF -> "off";
    };
  }
}
