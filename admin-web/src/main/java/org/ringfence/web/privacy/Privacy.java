package org.ringfence.web.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.CallbackGuardRepository;
import org.ringfence.domain.callback.PrivacyRepository;
import org.ringfence.domain.callback.PrivacyRepository.Person;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.history.RecordingName;
import org.ringfence.domain.history.RecordingStore;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.form.InvalidForm;

/** What a tenant does for the people who called or were called. The audit names no number. */
@ApplicationScoped
@Transactional
public class Privacy {
  private static final int LONGEST = 3650;

  /** How long counters of views are kept. */
  private static final int STATISTICS_DAYS = 400;

  private static final int AT_ONCE = 200;
  private static final int OPTED_OUT = 1000;

  @Inject PrivacyRepository people;
  @Inject CallbackGuardRepository guards;
  @Inject RecordingStore recordings;
  @Inject TenantRepository tenants;
  @Inject WidgetStatistics statistics;
  @Inject LiveEvents live;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** Days after which leads lose their person; 0 is never. */
  public long days(TenantId tenantId) {
    return people.retention(tenantId).map(Duration::toDays).orElse(0L);
  }

  /**
   * Changes the days.
   *
   * @throws InvalidForm when they are refused
   */
  public void retain(TenantId tenantId, String days, String actor) {
    String text = days.strip();
    int read = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
    if (read < 0 || read > LONGEST) {
      throw new InvalidForm(
          Map.of("days", "The days are a whole number from 0 to " + LONGEST + "; 0 is never."));
    }
    people.retain(tenantId, read == 0 ? Optional.empty() : Optional.of(Duration.ofDays(read)));
    record(tenantId, "privacy.retention", actor, text);
  }

  /**
   * Reads a number as people write it, with + and country code.
   *
   * @throws InvalidForm when it is none
   */
  public E164 number(String typed) {
    try {
      return WrittenNumbers.parse(typed);
    } catch (InvalidValue refused) {
      throw new InvalidForm("number", refused);
    }
  }

  public Person person(TenantId tenantId, E164 number) {
    return people.person(tenantId, number, written(tenantId, number));
  }

  private List<String> written(TenantId tenantId, E164 number) {
    return tenants
        .find(tenantId)
        .map(tenant -> WrittenNumbers.of(number, tenant.country()))
        .orElse(List.of(number.digits()));
  }

  /** Somebody took out what is known of a person. */
  public void exported(TenantId tenantId, String actor) {
    record(tenantId, "privacy.exported", actor, "");
  }

  /** Forgets a person for good. What it cannot finish it leaves to be found and erased again. */
  public void erase(TenantId tenantId, E164 number, String actor) {
    for (RecordingName name : person(tenantId, number).recordings()) {
      try {
        recordings.delete(tenantId, name);
      } catch (IOException undeleted) {
        throw new UncheckedIOException("tenant " + tenantId + ": a recording stays", undeleted);
      }
    }
    people.erase(tenantId, number, written(tenantId, number), clock.instant());
    record(tenantId, "privacy.erased", actor, "");
  }

  /** Numbers that are never called back, the newest first. */
  public List<E164> optedOut(TenantId tenantId) {
    return guards.optedOut(tenantId, OPTED_OUT);
  }

  public void optOut(TenantId tenantId, E164 number, String actor) {
    guards.optOut(tenantId, number, clock.instant());
    record(tenantId, "optout.added", actor, "");
  }

  /** False when the number was on no list. */
  public boolean allowAgain(TenantId tenantId, E164 number, String actor) {
    if (!people.removeOptOut(tenantId, number)) {
      return false;
    }
    record(tenantId, "optout.removed", actor, "");
    return true;
  }

  /** Does what time demands, a part at a time; true when there is more to do. */
  boolean forget() {
    Instant now = clock.instant();
    statistics.removeBefore(LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(STATISTICS_DAYS));
    boolean more = false;
    for (PrivacyRepository.Kept kept : people.keepers()) {
      more |= people.forgetLeads(kept.tenantId(), now.minus(kept.retention()), AT_ONCE) == AT_ONCE;
    }
    return more;
  }

  private void record(TenantId tenantId, String action, String actor, String subject) {
    Instant now = clock.instant();
    audit.append(new AuditEntry(Optional.of(tenantId), actor, action, subject, now));
    live.publish(Optional.of(tenantId), "privacy", tenantId.toString(), now);
  }
}
