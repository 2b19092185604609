package org.ringfence.web.lane;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.LaneView;
import org.ringfence.web.call.Calls;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The tenant's own lane: what waits, what is under way, and the newest calls. */
@Named("dialerPage")
@RequestScoped
public class DialerPage {
  private static final int NEWEST = 25;

  /** In the order in which a call goes through them. */
  private static final List<AttemptState> UNDER_WAY =
      List.of(
          AttemptState.SENDING,
          AttemptState.CALLING_AGENT,
          AttemptState.CALLING_VISITOR,
          AttemptState.BRIDGED,
          AttemptState.UNKNOWN);

  @Inject CurrentTenant tenant;
  @Inject Board board;
  @Inject Calls calls;
  @Inject TrunkBoard trunkBoard;

  private final Lazy<Optional<LaneView>> lane = new Lazy<>(() -> board.lane(tenant.id()));
  private final Lazy<List<Call>> newest = new Lazy<>(() -> calls.page(tenant.id(), 0, NEWEST));

  private final Lazy<List<TrunkBoard.Line>> trunks =
      new Lazy<>(() -> trunkBoard.lines(tenant.id()));

  public List<TrunkBoard.Line> getTrunks() {
    return trunks.get();
  }

  public boolean isThere() {
    return lane.get().isPresent();
  }

  public LaneView getLane() {
    return Pages.present(lane.get());
  }

  public List<AttemptState> getUnderWay() {
    return UNDER_WAY;
  }

  public long count(AttemptState state) {
    return getLane().underWay().getOrDefault(state, 0L);
  }

  public List<Call> getNewest() {
    return newest.get();
  }
}
