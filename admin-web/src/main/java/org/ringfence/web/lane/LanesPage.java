package org.ringfence.web.lane;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import org.ringfence.domain.callback.LaneView;
import org.ringfence.domain.callback.LaneView.State;
import org.ringfence.web.shell.Lazy;

/** The lanes of all tenants, for the hosting admin; only those that are shown are read. */
@Named("lanesPage")
@RequestScoped
public class LanesPage {
  @Inject Board board;

  private final Lazy<Map<State, Integer>> states = new Lazy<>(() -> board.states());
  private final Lazy<LazyDataModel<LaneView>> rows = new Lazy<>(() -> new Rows(board, getCount()));

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

  private static final class Rows extends LazyDataModel<LaneView> {
    private static final long serialVersionUID = 1L;

    private final transient Board board;
    private final int count;

    Rows(Board board, int count) {
      this.board = board;
      this.count = count;
      setRowCount(count);
    }

    @Override
    public int count(Map<String, FilterMeta> filters) {
      return count;
    }

    @Override
    public List<LaneView> load(
        int first, int pageSize, Map<String, SortMeta> sorts, Map<String, FilterMeta> filters) {
      return board.lanes(first, pageSize);
    }
  }
}
