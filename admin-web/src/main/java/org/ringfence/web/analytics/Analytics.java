package org.ringfence.web.analytics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.callback.WidgetStatistics.By;
import org.ringfence.domain.callback.WidgetStatistics.Line;
import org.ringfence.domain.tenant.TenantId;

/** Reads what was counted of a tenant's widgets. */
@ApplicationScoped
@Transactional
public class Analytics {
  @Inject WidgetStatistics statistics;
  @Inject Clock clock;

  /** The present day (UTC), the last one of a report. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** The last {@code days} days, this one among them. */
  public List<Line> report(TenantId tenantId, Optional<WidgetId> widgetId, By by, int days) {
    LocalDate to = today();
    return statistics.report(tenantId, widgetId, by, to.minusDays(days - 1L), to);
  }
}
