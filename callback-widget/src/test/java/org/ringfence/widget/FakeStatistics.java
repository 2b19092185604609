package org.ringfence.widget;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.tenant.TenantId;

/** What was counted, in memory. */
final class FakeStatistics implements WidgetStatistics {
  private final List<Views> added = new ArrayList<>();

  @Override
  public synchronized void add(List<Views> views) {
    added.addAll(views);
  }

  synchronized List<Views> all() {
    return List.copyOf(added);
  }

  @Override
  public List<Line> report(
      TenantId tenantId, Optional<WidgetId> widgetId, By by, LocalDate from, LocalDate to) {
    throw new UnsupportedOperationException("The edge asks for no report");
  }

  @Override
  public void removeBefore(LocalDate day) {
    throw new UnsupportedOperationException("The edge forgets nothing");
  }
}
