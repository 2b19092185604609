package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.web.call.Calls;
import org.ringfence.web.extension.Directory;
import org.ringfence.web.handling.Handlings;
import org.ringfence.web.history.History;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.trunk.Trunks;
import org.ringfence.web.widget.Widgets;

/** A tenant's first page: what is configured, is it live, does it work, and what comes next. */
@Named("overviewPage")
@RequestScoped
public class OverviewPage {
  @Inject CurrentTenant tenant;
  @Inject Tenants tenants;
  @Inject Trunks trunks;
  @Inject Directory directory;
  @Inject Widgets widgets;
  @Inject Calls calls;
  @Inject Handlings handlings;
  @Inject History history;

  private final Lazy<Optional<VirtualMachine>> machine =
      new Lazy<>(() -> tenants.overview(tenant.getSlug()).flatMap(Tenants.Overview::machine));
  private final Lazy<List<Trunks.Overview>> trunkRows = new Lazy<>(() -> trunks.list(tenant.id()));
  private final Lazy<Integer> extensionCount = new Lazy<>(() -> directory.count(tenant.id(), ""));
  private final Lazy<List<Call>> newestCalls = new Lazy<>(() -> calls.page(tenant.id(), 0, 5));
  private final Lazy<List<FirstStep>> firstSteps = new Lazy<>(this::firstSteps);

  /** One of the first steps; label and text are message keys. */
  public record FirstStep(String key, String href, boolean done) {}

  private Optional<VirtualMachine> machine() {
    return machine.get();
  }

  public @Nullable VirtualMachine getMachine() {
    return machine().orElse(null);
  }

  /** Where phones and providers reach this PBX; empty while there is no VM. */
  public String getSip() {
    return machine().map(vm -> vm.address() + ":5060").orElse("");
  }

  public List<Trunks.Overview> getTrunks() {
    return trunkRows.get();
  }

  public int getExtensionCount() {
    return extensionCount.get();
  }

  public List<Call> getNewestCalls() {
    return newestCalls.get();
  }

  public List<FirstStep> getFirstSteps() {
    return firstSteps.get();
  }

  private List<FirstStep> firstSteps() {
    String path = tenant.getPath();
    return List.of(
        new FirstStep("trunk", path + "/trunks/new", !getTrunks().isEmpty()),
        new FirstStep("extension", path + "/extensions/new", getExtensionCount() > 0),
        new FirstStep("number", path + "/call-handling/new/number", isWayIn()),
        new FirstStep("call", path + "/history", isCalled()),
        new FirstStep("widget", path + "/widgets/new", !widgets.list(tenant.id()).isEmpty()));
  }

  /** Whether calls from outside come to somebody: by a number, or by a trunk. */
  private boolean isWayIn() {
    return getTrunks().stream().anyMatch(row -> row.trunk().incomingTo().isPresent())
        || handlings.list(tenant.id()).stream()
            .anyMatch(each -> each.kind() == HandlingKind.NUMBER);
  }

  private boolean isCalled() {
    return !history.list(tenant.id(), CallQuery.newest(1)).calls().isEmpty();
  }

  /** What a person should look at now: trunks that do not work. */
  public List<Trunks.Overview> getSickTrunks() {
    return getTrunks().stream()
        .filter(
            row ->
                row.status().state() == TrunkStatus.State.REFUSED
                    || row.status().state() == TrunkStatus.State.UNREACHABLE)
        .toList();
  }

  public boolean isFirstStepLeft() {
    return getFirstSteps().stream().anyMatch(step -> !step.done());
  }
}
