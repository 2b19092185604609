package org.ringfence.web.revision;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ringfence.config.ConfigBundle;
import org.ringfence.domain.revision.Revision;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** One revision: its files, its difference to what is live, and the way back to it. */
@Named("revisionPage")
@RequestScoped
public class RevisionPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Configurations configurations;
  @Inject Pages pages;

  private final Lazy<Optional<Revision>> revision =
      new Lazy<>(() -> pages.number().flatMap(number -> configurations.find(tenant.id(), number)));

  public void load() {
    if (found().isEmpty()) {
      pages.notFound();
    }
  }

  private Optional<Revision> found() {
    return revision.get();
  }

  public Revision getRevision() {
    return Pages.present(found());
  }

  public String getTone() {
    return ConfigurationPill.tone(getRevision().state());
  }

  public boolean isLive() {
    return configurations
        .live(tenant.id())
        .filter(live -> live.number() == getRevision().number())
        .isPresent();
  }

  public boolean isRendered() {
    return bundle().isPresent();
  }

  private Optional<ConfigBundle> bundle() {
    return configurations.bundle(tenant.id(), getRevision().number());
  }

  public List<Preview.Text> getFiles() {
    return bundle().map(Preview::texts).orElse(List.of());
  }

  /** What would change if this revision became live, or what it changed when it did. */
  public List<LineDiff.FileDiff> getChanges() {
    Optional<ConfigBundle> other = isLive() ? before() : configurations.liveBundle(tenant.id());
    return other.flatMap(from -> bundle().map(to -> LineDiff.between(from, to))).orElse(List.of());
  }

  /** The newest rendered revision before this one. */
  private Optional<ConfigBundle> before() {
    return configurations.list(tenant.id()).stream()
        .filter(each -> each.number() < getRevision().number())
        .flatMap(each -> configurations.bundle(tenant.id(), each.number()).stream())
        .findFirst();
  }

  public void restore() {
    if (configurations.isSuspended(tenant.id())) {
      pages.refuse(null, pages.text("revision.suspended"));
      return;
    }
    configurations
        .restore(tenant.id(), getRevision().number(), user.getName())
        .ifPresentOrElse(
            number ->
                pages.goTo(
                    tenant.getPath() + "/revisions/" + number,
                    "revision.restored",
                    Integer.toString(number)),
            () -> pages.refuse(null, pages.text("revision.never-rendered")));
  }
}
