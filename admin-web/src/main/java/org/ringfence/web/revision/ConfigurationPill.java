package org.ringfence.web.revision;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** Whether what is configured is live, in a few words at the top of every page of a tenant. */
@Named("configurationPill")
@RequestScoped
public class ConfigurationPill {
  @Inject CurrentTenant tenant;
  @Inject Configurations configurations;
  @Inject Pages pages;

  private final Lazy<Optional<Revision>> newest =
      new Lazy<>(() -> configurations.newest(tenant.id()));

  private Optional<Revision> newest() {
    return newest.get();
  }

  public String getTone() {
    return newest().map(revision -> tone(revision.state())).orElse("off");
  }

  public String getText() {
    return newest()
        .map(
            revision ->
                pages.text(
                    "pill." + revision.state(),
                    Integer.toString(revision.number()),
                    revision.reason()))
        .orElseGet(() -> pages.text("pill.none"));
  }

  public String getHref() {
    return tenant.getPath()
        + "/revisions"
        + newest().map(revision -> "/" + revision.number()).orElse("");
  }

  public static String tone(RevisionState state) {
    return switch (state) {
      case APPLIED -> "good";
      case FAILED -> "bad";
      case REQUESTED, RENDERED -> "busy";
      case SUPERSEDED -> "off";
    };
  }
}
