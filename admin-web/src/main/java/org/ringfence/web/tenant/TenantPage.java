package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.Secret;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.host.Hosts;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;

/** One tenant, for the hosting admin: how its VM comes to life, and the way in. */
@Named("tenantPage")
@RequestScoped
public class TenantPage {
  @Inject Tenants tenants;
  @Inject Lifecycle lifecycle;
  @Inject Hosts hosts;
  @Inject SignedIn user;
  @Inject Pages pages;
  @Inject Clock clock;

  private final Lazy<Optional<Tenants.Overview>> overview =
      new Lazy<>(() -> pages.id().flatMap(tenants::overview));
  private @Nullable Secret firstPassword;

  public void load() {
    if (found().isEmpty()) {
      pages.notFound();
    }
  }

  private Optional<Tenants.Overview> found() {
    return overview.get();
  }

  public Tenant getTenant() {
    return Pages.present(found()).tenant();
  }

  public boolean isIdentityReady() {
    return getTenant().identity() == IdentityState.READY;
  }

  public boolean isMachinePresent() {
    return Pages.present(found()).machine().isPresent();
  }

  public VirtualMachine getMachine() {
    return Pages.present(found()).machine().orElseThrow();
  }

  /** Where its VM is; empty while that is not known. */
  public String getHost() {
    return hosts.of(getMachine().id()).map(HostName::value).orElse("");
  }

  public String getTone() {
    return StageTone.tone(getMachine().stage());
  }

  public List<Step> getSteps() {
    return Step.of(tenants.history(getTenant().id()), clock.instant());
  }

  /** Every action there is; which of them make sense now is asked of each. */
  public List<Lifecycle.Action> getActions() {
    return List.of(Lifecycle.Action.values());
  }

  public boolean isPossible(Lifecycle.Action action) {
    return isMachinePresent() && Lifecycle.possible(getMachine()).contains(action);
  }

  /** What will happen, for whoever is about to click. */
  public String getConsequence(Lifecycle.Action action) {
    return pages.text("lifecycle." + action + ".will", lifecycle.grace().toHours());
  }

  public void act(Lifecycle.Action action) {
    try {
      lifecycle.wish(getTenant(), action, user.getName());
    } catch (InvalidForm refused) {
      pages.refuse(null, refused.firstSentence());
      return;
    }
    pages.goTo("/tenants/" + getTenant().slug(), "lifecycle." + action + ".done");
  }

  /** Until when a deletion can be taken back; null when none is under way. */
  public @Nullable Instant getDeleteAfter() {
    return isMachinePresent() ? getMachine().deleteAfter().orElse(null) : null;
  }

  public void showFirstPassword() {
    firstPassword = tenants.takeFirstPassword(getTenant().id(), user.getName()).orElse(null);
    if (firstPassword == null) {
      pages.refuse(null, pages.text("tenant.password.gone"));
    }
  }

  /** Empty until asked for. */
  public String getFirstPassword() {
    Secret password = firstPassword;
    return password == null ? "" : password.reveal();
  }

  /**
   * One stage of the VM's way, as shown.
   *
   * @param took how long it lasted; for the stage it is in, how long so far
   * @param state done, now, failed or ahead
   */
  public record Step(
      VmStage stage, String reason, Optional<Instant> since, Duration took, String state) {

    private static final List<VmStage> WAY =
        List.of(
            VmStage.REQUESTED,
            VmStage.CREATING,
            VmStage.BOOTING,
            VmStage.CONFIGURING,
            VmStage.RUNNING);

    /** What happened since the VM last began its way, and what lies ahead of it. */
    static List<Step> of(List<StageChange> history, Instant now) {
      List<Step> steps = new ArrayList<>();
      List<StageChange> current = merged(history.subList(lastBeginning(history), history.size()));
      for (int i = 0; i < current.size(); i++) {
        StageChange change = current.get(i);
        boolean last = i == current.size() - 1;
        Instant end = last ? now : current.get(i + 1).at();
        steps.add(
            new Step(
                change.stage(),
                change.reason(),
                Optional.of(change.at()),
                Duration.between(change.at(), end),
                last ? lastState(change.stage()) : "done"));
      }
      int reached = current.isEmpty() ? -1 : WAY.indexOf(current.get(current.size() - 1).stage());
      if (current.isEmpty() || reached >= 0) {
        for (VmStage ahead : WAY.subList(reached + 1, WAY.size())) {
          steps.add(new Step(ahead, "", Optional.empty(), Duration.ZERO, "ahead"));
        }
      }
      return steps;
    }

    /** A stage whose reason changed on the way is one stage, with the last reason. */
    private static List<StageChange> merged(List<StageChange> changes) {
      List<StageChange> merged = new ArrayList<>();
      for (StageChange change : changes) {
        int last = merged.size() - 1;
        if (last >= 0 && merged.get(last).stage() == change.stage()) {
          merged.set(last, new StageChange(change.stage(), change.reason(), merged.get(last).at()));
        } else {
          merged.add(change);
        }
      }
      return merged;
    }

    private static String lastState(VmStage stage) {
      return switch (stage) {
        case RUNNING, STOPPED -> "done";
        case FAILED -> "failed";
        case REQUESTED, CREATING, BOOTING, CONFIGURING -> "now";
      };
    }

    /**
     * Where the newest way begins: at the last stage that was reached before, not counting a mere
     * change of its reason. Failed and stopped are stations of the way that they interrupt.
     */
    private static int lastBeginning(List<StageChange> history) {
      int beginning = 0;
      int reached = -1;
      for (int i = 0; i < history.size(); i++) {
        int here = WAY.indexOf(history.get(i).stage());
        boolean reasonOnly = i > 0 && history.get(i - 1).stage() == history.get(i).stage();
        if (here < 0 || reasonOnly) {
          continue;
        }
        if (here <= reached) {
          beginning = i;
        }
        reached = here;
      }
      return beginning;
    }

    public boolean isTimed() {
      return since.isPresent() && !stage.equals(VmStage.RUNNING);
    }
  }
}
