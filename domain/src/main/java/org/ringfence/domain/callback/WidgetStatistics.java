package org.ringfence.domain.callback;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/**
 * How often widgets are seen and used: counters, in which nobody can be found again. Days and hours
 * are UTC.
 */
public interface WidgetStatistics {
  /** What stands for all pages or sources of a day beyond {@link #VALUES}. */
  String OTHERS = "*";

  /** Pages, and sources, that are told apart for one widget on one day. */
  int VALUES = 100;

  /** What counters are told apart by. */
  enum By {
    DAY,
    HOUR,
    /** The path on the website. */
    PAGE,
    /** The campaign's source, or the host of the website before; empty when neither is known. */
    SOURCE
  }

  /**
   * Views of one page by visitors from one source within an hour.
   *
   * @param hour 0 to 23
   */
  record Views(
      TenantId tenantId,
      WidgetId widgetId,
      LocalDate day,
      int hour,
      String page,
      String source,
      int shown,
      int opened) {}

  /**
   * What came of it.
   *
   * @param value a day, an hour of two digits, a path or a source
   * @param shown page views with the widget
   * @param opened of these, how often the panel was opened
   * @param requested calls that were asked for
   * @param reached of these, how often both talked
   * @param talk all of it
   */
  record Line(String value, long shown, long opened, long requested, long reached, Duration talk) {}

  void add(List<Views> views);

  /**
   * Days and hours in their order, pages and sources with the most used first.
   *
   * @param widgetId all widgets of the tenant when empty
   * @param to the last day
   */
  List<Line> report(
      TenantId tenantId, Optional<WidgetId> widgetId, By by, LocalDate from, LocalDate to);

  /** Forgets what was counted before a day. */
  void removeBefore(LocalDate day);
}
