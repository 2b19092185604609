package org.ringfence.widget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.LeadLetters;
import org.ringfence.domain.callback.LeadQuery;
import org.ringfence.domain.callback.LeadRepository;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.tenant.TenantId;

/** What came with requests, in memory. */
final class FakeLeads implements LeadRepository, LeadLetters {
  private final List<LeadDetails> added = new ArrayList<>();
  private final Set<CallbackId> letters = new LinkedHashSet<>();

  synchronized void add(LeadDetails details) {
    if (added.stream().noneMatch(there -> there.id().equals(details.id()))) {
      added.add(details);
    }
  }

  @Override
  public List<Lead> list(TenantId tenantId, LeadQuery query) {
    throw new UnsupportedOperationException("The edge looks at no leads");
  }

  @Override
  public Optional<Lead> find(TenantId tenantId, CallbackId id) {
    throw new UnsupportedOperationException("The edge looks at no leads");
  }

  @Override
  public List<CallRecordId> calls(TenantId tenantId, CallbackId id) {
    throw new UnsupportedOperationException("The edge looks at no leads");
  }

  @Override
  public boolean note(TenantId tenantId, CallbackId id, String notes) {
    throw new UnsupportedOperationException("The edge looks at no leads");
  }

  synchronized void write(CallbackId id) {
    letters.add(id);
  }

  @Override
  public Optional<Outgoing> claim(Duration lease, Instant since, Instant now) {
    throw new UnsupportedOperationException("The edge sends no letters");
  }

  @Override
  public void sent(TenantId tenantId, CallbackId id) {
    throw new UnsupportedOperationException("The edge sends no letters");
  }

  /** Those of which somebody is to be told. */
  synchronized Set<CallbackId> letters() {
    return Set.copyOf(letters);
  }

  synchronized List<LeadDetails> all() {
    return List.copyOf(added);
  }
}
