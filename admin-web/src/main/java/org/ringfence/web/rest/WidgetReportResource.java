package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
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
import org.ringfence.domain.callback.WidgetStatistics.By;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.analytics.Analytics;
import org.ringfence.web.form.InvalidForm;

/** {@code /api/v1/tenants/<slug>/widget-report}: what widgets bring, in counters. */
@RequestScoped
@Path("/tenants/{slug}/widget-report")
@Produces(MediaType.APPLICATION_JSON)
public class WidgetReportResource {
  @Inject ApiTenant api;
  @Inject Analytics analytics;

  /** By day, hour, page or source, of the last days. */
  @GET
  public Response report(
      @PathParam("slug") String slug,
      @DefaultValue("day") @QueryParam("by") String by,
      @DefaultValue("30") @QueryParam("days") String days,
      @DefaultValue("") @QueryParam("widget") String widget) {
    TenantId tenantId = api.select(slug);
    JsonArrayBuilder list = Json.createArrayBuilder();
    analytics
        .report(tenantId, widget(widget), by(by), days(days))
        .forEach(
            line ->
                list.add(
                    Json.createObjectBuilder()
                        .add("value", line.value())
                        .add("shown", line.shown())
                        .add("opened", line.opened())
                        .add("requested", line.requested())
                        .add("reached", line.reached())
                        .add("talkSeconds", line.talk().toSeconds())));
    return ApiTenant.ok(list.build());
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
