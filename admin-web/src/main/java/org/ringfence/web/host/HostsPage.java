package org.ringfence.web.host;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.web.shell.Lazy;

/** All hosts, for the hosting admin. */
@Named("hostsPage")
@RequestScoped
public class HostsPage {
  @Inject Hosts hosts;

  private final Lazy<List<Hosts.Overview>> rows = new Lazy<>(() -> hosts.overviews());

  public List<Hosts.Overview> getRows() {
    return rows.get();
  }
}
