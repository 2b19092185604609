package org.ringfence.web.host;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;

/** One host: how full it is, whose VMs are on it, and what is wanted of it. */
@Named("hostPage")
@RequestScoped
public class HostPage {
  @Inject Hosts hosts;
  @Inject SignedIn user;
  @Inject Pages pages;

  private final Lazy<Optional<Hosts.Overview>> found =
      new Lazy<>(() -> pages.id().flatMap(hosts::find));
  private final Lazy<List<Tenant>> tenants =
      new Lazy<>(() -> hosts.tenants(getRow().host().name()));

  public void load() {
    if (found.get().isEmpty()) {
      pages.notFound();
    }
  }

  public Hosts.Overview getRow() {
    return Pages.present(found.get());
  }

  public List<Tenant> getTenants() {
    return tenants.get();
  }

  /** Every action there is; which of them make sense now is asked of each. */
  public List<Hosts.Action> getActions() {
    return List.of(Hosts.Action.values());
  }

  public boolean isPossible(Hosts.Action action) {
    return action.fits(getRow().host());
  }

  public void act(Hosts.Action action) {
    try {
      hosts.wish(getRow().host().name(), action, user.getName());
    } catch (InvalidForm refused) {
      pages.refuse(null, refused.firstSentence());
      return;
    }
    pages.goTo("/hosts/" + getRow().host().name(), "host." + action + ".done");
  }
}
