package org.ringfence.reconciler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.domain.tenant.TenantId;

/** Revisions, in memory, by the contract of the port; tells a feed of changes. */
final class MemoryRevisions implements RevisionRepository {
  private final List<Revision> rows = new ArrayList<>();
  private final Map<String, byte[]> bundles = new HashMap<>();
  private final MemoryEvents events;

  MemoryRevisions(MemoryEvents events) {
    this.events = events;
  }

  @Override
  public int request(TenantId tenantId, String summary, String requestedBy, Instant now) {
    int number = newest(tenantId).map(Revision::number).orElse(0) + 1;
    rows.add(
        new Revision(
            tenantId,
            number,
            RevisionState.REQUESTED,
            summary,
            requestedBy,
            "",
            "",
            now,
            Optional.empty()));
    tell(tenantId, number, now);
    return number;
  }

  @Override
  public List<Revision> list(TenantId tenantId, int limit) {
    return rows.stream()
        .filter(row -> row.tenantId().equals(tenantId))
        .sorted(Comparator.comparingInt(Revision::number).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Revision> find(TenantId tenantId, int number) {
    return rows.stream()
        .filter(row -> row.tenantId().equals(tenantId) && row.number() == number)
        .findFirst();
  }

  @Override
  public Optional<Revision> newest(TenantId tenantId) {
    return list(tenantId, 1).stream().findFirst();
  }

  @Override
  public Optional<Revision> applied(TenantId tenantId) {
    return list(tenantId, Integer.MAX_VALUE).stream()
        .filter(row -> row.state() == RevisionState.APPLIED)
        .findFirst();
  }

  @Override
  public void rendered(TenantId tenantId, int number, String digest, byte[] bundle, Instant now) {
    bundles.put(tenantId + "/" + number, bundle);
    for (Revision row : List.copyOf(rows)) {
      boolean open =
          row.state() == RevisionState.REQUESTED || row.state() == RevisionState.RENDERED;
      if (row.tenantId().equals(tenantId) && row.number() < number && open) {
        change(row, RevisionState.SUPERSEDED, row.digest(), "", now);
      }
    }
    find(tenantId, number).ifPresent(row -> change(row, RevisionState.RENDERED, digest, "", now));
  }

  @Override
  public Optional<byte[]> bundle(TenantId tenantId, int number) {
    return Optional.ofNullable(bundles.get(tenantId + "/" + number));
  }

  @Override
  public void applied(TenantId tenantId, int number, Instant now) {
    find(tenantId, number)
        .ifPresent(row -> change(row, RevisionState.APPLIED, row.digest(), "", now));
  }

  @Override
  public void failed(TenantId tenantId, int number, String reason, Instant now) {
    find(tenantId, number)
        .ifPresent(row -> change(row, RevisionState.FAILED, row.digest(), reason, now));
  }

  private void change(
      Revision row, RevisionState state, String digest, String reason, Instant now) {
    rows.set(
        rows.indexOf(row),
        new Revision(
            row.tenantId(),
            row.number(),
            state,
            row.summary(),
            row.requestedBy(),
            digest,
            reason,
            row.requestedAt(),
            Optional.of(now)));
    tell(row.tenantId(), row.number(), now);
  }

  private void tell(TenantId tenantId, int number, Instant now) {
    events.publish(Optional.of(tenantId), "revision", Integer.toString(number), now);
  }
}
