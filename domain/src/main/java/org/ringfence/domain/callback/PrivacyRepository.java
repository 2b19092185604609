package org.ringfence.domain.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.E164;
import org.ringfence.domain.history.RecordingName;
import org.ringfence.domain.tenant.TenantId;

/** What is known of people by their numbers, and how it is forgotten. */
public interface PrivacyRepository {
  /** How long leads keep their person; for ever when empty. */
  Optional<Duration> retention(TenantId tenantId);

  void retain(TenantId tenantId, Optional<Duration> retention);

  /** The tenants that forget, with how long they keep. */
  @AcrossTenants("forgetting is done for all of them")
  List<Kept> keepers();

  /** A tenant and how long it keeps. */
  record Kept(TenantId tenantId, Duration retention) {}

  /**
   * Everything under one number.
   *
   * @param leads the newest first, at most some hundred
   * @param calls ids of calls in the history, the newest first
   * @param recordings of these calls
   * @param optedOut whether the number is never called back
   */
  record Person(
      List<Lead> leads, List<String> calls, List<RecordingName> recordings, boolean optedOut) {
    public Person {
      leads = List.copyOf(leads);
      calls = List.copyOf(calls);
      recordings = List.copyOf(recordings);
    }

    public boolean isUnknown() {
      return leads.isEmpty() && calls.isEmpty() && recordings.isEmpty() && !optedOut;
    }
  }

  /**
   * What is known of a person.
   *
   * @param written the digits of the number in every way the tenant's telephones write it
   */
  Person person(TenantId tenantId, E164 number, List<String> written);

  /**
   * Forgets a person for good: leads and calls stay as what happened, without number, name, origin
   * and notes. Requests that still wait are taken back. The opt-out stays, because without it the
   * person would be called again. The recordings' sounds are the caller's to delete.
   */
  void erase(TenantId tenantId, E164 number, List<String> written, Instant now);

  /** Does the same to leads that are over and were asked for before a moment; how many. */
  int forgetLeads(TenantId tenantId, Instant before, int most);

  /** The person who has this number may be called again. False when it was on no list. */
  boolean removeOptOut(TenantId tenantId, E164 number);
}
