package org.ringfence.reconciler;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether this process provisions; all roles run where none is named. */
@ApplicationScoped
class ProvisionerRole {
  @Inject
  @ConfigProperty(name = "ringfence.roles", defaultValue = "portal,widget,dialer,provisioner")
  Set<String> roles;

  public boolean isActive() {
    return roles.contains("provisioner");
  }
}
