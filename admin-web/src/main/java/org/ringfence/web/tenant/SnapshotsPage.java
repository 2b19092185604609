package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;

/** The snapshots on a tenant's page, for the hosting admin. */
@Named("snapshotsPage")
@RequestScoped
public class SnapshotsPage {
  @Inject Tenants tenants;
  @Inject TenantSnapshots snapshots;
  @Inject SignedIn user;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private final Lazy<Tenant> tenant =
      new Lazy<>(() -> Pages.present(pages.id().flatMap(tenants::find)));
  private String label = "";

  public List<Snapshot> getRows() {
    return snapshots.list(tenant.get().id()).stream()
        .filter(row -> row.state() != Snapshot.State.UNWANTED)
        .toList();
  }

  public String getLabel() {
    return label;
  }

  public void setLabel(String label) {
    this.label = label;
  }

  public void take() {
    messages.attempt(
        () -> {
          snapshots.take(tenant.get(), label, user.getName());
          done("snapshot.taken");
        });
  }

  public void rollBack(SnapshotId id) {
    try {
      snapshots.rollBack(tenant.get(), id, user.getName());
    } catch (InvalidForm refused) {
      pages.refuse(null, refused.firstSentence());
      return;
    }
    done("snapshot.rolledBack");
  }

  public void delete(SnapshotId id) {
    snapshots.delete(tenant.get(), id, user.getName());
    done("snapshot.deleted");
  }

  public String getTone(Snapshot.State state) {
    return switch (state) {
      case WANTED, UNWANTED -> "busy";
      case READY -> "good";
      case FAILED -> "bad";
    };
  }

  private void done(String message) {
    pages.goTo("/tenants/" + tenant.get().slug(), message);
  }
}
