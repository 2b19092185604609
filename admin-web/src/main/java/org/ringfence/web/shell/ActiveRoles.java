package org.ringfence.web.shell;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which roles of the archive this process runs. */
@ApplicationScoped
public class ActiveRoles {
  @Inject
  @ConfigProperty(name = "ringfence.roles", defaultValue = "portal,widget,dialer,provisioner")
  Set<String> names;

  /** Whether this process serves pages and the API, and does the work behind them. */
  public boolean portal() {
    return names.contains("portal");
  }

  /** Whether this process serves the public edge of callback widgets. */
  public boolean widget() {
    return names.contains("widget");
  }

  /** Whether this process feeds guests. */
  public boolean provisioner() {
    return names.contains("provisioner");
  }
}
