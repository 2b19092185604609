package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.LONG;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.callback.WidgetStatistics.By;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.analytics.Analytics;
import org.ringfence.web.form.InvalidForm;

/** {@code /api/v1/tenants/<slug>/widget-report}: what widgets bring, in counters. */
@RequestScoped
@Described(does = "What widgets bring, in counters.")
@Path("/tenants/{slug}/widget-report")
@Produces(MediaType.APPLICATION_JSON)
public class WidgetReportResource {
  private static final Shape<WidgetStatistics.Line> LINE =
      Shape.<WidgetStatistics.Line>of("WidgetReportLine", "What widgets brought, of a part.")
          .with(
              "value",
              TEXT.about("A day, an hour, a page or a source; * for all beyond the first hundred."),
              WidgetStatistics.Line::value)
          .with("shown", LONG, WidgetStatistics.Line::shown)
          .with("opened", LONG, WidgetStatistics.Line::opened)
          .with("requested", LONG, WidgetStatistics.Line::requested)
          .with("reached", LONG, WidgetStatistics.Line::reached)
          .with("talkSeconds", LONG, line -> line.talk().toSeconds());

  @Inject ApiTenant api;
  @Inject Analytics analytics;

  @GET
  @Described(
      does = "Tells what widgets brought, by day, hour, page or source.",
      answers = "WidgetReportLine",
      list = true)
  public Response report(
      @PathParam("slug") String slug,
      @DefaultValue("day") @QueryParam("by") String by,
      @DefaultValue("30") @QueryParam("days") String days,
      @DefaultValue("") @QueryParam("widget") String widget) {
    TenantId tenantId = api.select(slug);
    return ApiTenant.ok(LINE.list(analytics.report(tenantId, widget(widget), by(by), days(days))));
  }

  private static By by(String word) {
    try {
      return By.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new InvalidForm(Map.of("by", "A report is by day, hour, page or source."));
    }
  }

  private static int days(String text) {
    if (text.matches("[0-9]{1,3}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= 400) {
      return Integer.parseInt(text);
    }
    throw new InvalidForm(Map.of("days", "The days are a number from 1 to 400."));
  }

  private static Optional<WidgetId> widget(String id) {
    try {
      return id.isEmpty() ? Optional.empty() : Optional.of(WidgetId.parse(id));
    } catch (InvalidValue notAnId) {
      throw new InvalidForm("widget", notAnId);
    }
  }
}
