package org.ringfence.web.lead;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackQueue;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.callback.LeadQuery;
import org.ringfence.domain.callback.LeadRepository;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;

/** What the people of a tenant do with its leads. */
@ApplicationScoped
@Transactional
public class Leads {
  @Inject LeadRepository leads;
  @Inject CallbackQueue queue;
  @Inject LiveEvents live;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /**
   * A page of leads, the newest first.
   *
   * @param next where the following page begins; empty on the last one
   */
  public record Page(List<Lead> leads, Optional<LeadQuery.Cursor> next) {}

  /**
   * All that is known of a lead.
   *
   * @param attempts calls made for it, the first one first
   * @param calls the same calls in the history, with their recordings
   */
  public record Told(Lead lead, List<Attempt> attempts, List<CallRecordId> calls) {}

  public Page list(TenantId tenantId, LeadQuery query) {
    List<Lead> found = leads.list(tenantId, query);
    return new Page(
        found,
        found.size() < query.limit()
            ? Optional.empty()
            : Optional.of(LeadQuery.Cursor.of(found.get(found.size() - 1))));
  }

  public Optional<Told> find(TenantId tenantId, CallbackId id) {
    return leads
        .find(tenantId, id)
        .map(lead -> new Told(lead, queue.attempts(tenantId, id), leads.calls(tenantId, id)));
  }

  /**
   * Replaces the notes of a lead; false when the tenant has no such lead.
   *
   * @throws InvalidForm when the notes are refused
   */
  public boolean note(TenantId tenantId, CallbackId id, String notes, String actor) {
    String checked = check(notes);
    if (!leads.note(tenantId, id, checked)) {
      return false;
    }
    audit.append(
        new AuditEntry(Optional.of(tenantId), actor, "lead.noted", id.toString(), clock.instant()));
    live.publish(Optional.of(tenantId), "callback", id.toString(), clock.instant());
    return true;
  }

  private static String check(String notes) {
    String text = notes.replace("\r\n", "\n").strip();
    if (text.length() > Lead.NOTES) {
      throw new InvalidForm(
          Map.of("notes", "The notes are longer than " + Lead.NOTES + " characters."));
    }
    try {
      text.lines().forEach(line -> Text.requirePrintable("The notes", line.replace('\t', ' ')));
    } catch (InvalidValue unprintable) {
      throw new InvalidForm("notes", unprintable);
    }
    return text;
  }
}
