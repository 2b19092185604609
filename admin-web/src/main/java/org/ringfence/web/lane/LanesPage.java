package org.ringfence.web.lane;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.primefaces.model.LazyDataModel;
import org.ringfence.domain.callback.LaneView;
import org.ringfence.domain.callback.LaneView.State;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.PagedRows;

/** The lanes of all tenants, for the hosting admin; only those that are shown are read. */
@Named("lanesPage")
@RequestScoped
public class LanesPage {
  @Inject Board board;

  private final Lazy<Map<State, Integer>> states = new Lazy<>(() -> board.states());
  private final Lazy<LazyDataModel<LaneView>> rows =
      new Lazy<>(
          () -> new PagedRows<>(getCount(), (first, most, sort) -> board.lanes(first, most)));

  public int getCount() {
    return states.get().values().stream().mapToInt(Integer::intValue).sum();
  }

  public List<State> getStates() {
    return List.of(State.values());
  }

  public int count(State state) {
    return states.get().getOrDefault(state, 0);
  }

  public LazyDataModel<LaneView> getRows() {
    return rows.get();
  }
}
