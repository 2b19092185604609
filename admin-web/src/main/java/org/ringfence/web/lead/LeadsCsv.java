package org.ringfence.web.lead;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.LeadQuery;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.history.CallsCsv;

/** Leads as comma-separated values (RFC 4180), a page at a time; no cell is a formula. */
final class LeadsCsv {
  private static final List<String> HEADINGS =
      List.of(
          "asked",
          "number",
          "name",
          "department",
          "state",
          "reason",
          "page",
          "referrer",
          "utm source",
          "utm medium",
          "utm campaign",
          "utm term",
          "utm content",
          "consent",
          "consent version",
          "consent given",
          "notes",
          "widget",
          "id");

  private final Leads leads;

  LeadsCsv(Leads leads) {
    this.leads = leads;
  }

  void write(TenantId tenantId, LeadQuery query, Appendable out) throws IOException {
    CallsCsv.line(out, HEADINGS);
    LeadQuery next = query;
    while (true) {
      Leads.Page page = leads.list(tenantId, next);
      for (Lead lead : page.leads()) {
        CallsCsv.line(out, cells(lead));
      }
      if (page.next().isEmpty()) {
        return;
      }
      next = next.after(page.next().get());
    }
  }

  static List<String> cells(Lead lead) {
    CallbackRequest request = lead.request();
    LeadDetails details = lead.details();
    Map<String, String> campaign = details.campaign();
    return List.of(
        request.requestedAt().toString(),
        request.visitor().value(),
        details.name(),
        details.department(),
        request.state().name(),
        request.reason(),
        request.page(),
        details.referrer(),
        campaign.getOrDefault("source", ""),
        campaign.getOrDefault("medium", ""),
        campaign.getOrDefault("campaign", ""),
        campaign.getOrDefault("term", ""),
        campaign.getOrDefault("content", ""),
        details.consent().map(LeadDetails.Consent::text).orElse(""),
        details.consent().map(LeadDetails.Consent::version).orElse(""),
        details.consent().map(LeadDetails.Consent::at).map(Instant::toString).orElse(""),
        lead.notes(),
        request.widgetId().toString(),
        request.id().toString());
  }
}
