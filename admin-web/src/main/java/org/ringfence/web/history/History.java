package org.ringfence.web.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.history.CallEvent;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.history.CallRecordRepository;
import org.ringfence.domain.history.CallSide;
import org.ringfence.domain.history.CallStory;
import org.ringfence.domain.history.RecordingName;
import org.ringfence.domain.history.RecordingStore;
import org.ringfence.domain.tenant.TenantId;

/** A tenant's calls, as its people look them up. */
@ApplicationScoped
@Transactional
public class History {
  @Inject CallRecordRepository calls;
  @Inject RecordingStore recordings;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /**
   * A page of calls, the newest first.
   *
   * @param next where the following page begins; empty on the last one
   */
  public record Page(List<CallRecord> calls, Optional<CallQuery.Cursor> next) {}

  /** One call with what happened in it. */
  public record Told(CallRecord call, List<CallSide> sides, List<CallEvent> steps) {}

  public Page list(TenantId tenantId, CallQuery query) {
    List<CallRecord> found = calls.list(tenantId, query);
    // A full page may be the last one; then the next is empty. Counting would read every row.
    return new Page(
        found,
        found.size() < query.limit()
            ? Optional.empty()
            : Optional.of(CallQuery.Cursor.of(found.get(found.size() - 1))));
  }

  /** A recording that is there: its sound, as far as it is asked for. */
  public record Sound(RecordingName name, long bytes) {}

  /** The recording of a call; empty when there was none, it has not arrived yet, or is deleted. */
  public Optional<Sound> recording(TenantId tenantId, CallRecordId id) {
    return calls
        .find(tenantId, id)
        .flatMap(CallRecord::recording)
        .flatMap(History::name)
        .flatMap(
            name ->
                recordings.size(tenantId, name).map(bytes -> new Sound(name, bytes.longValue())));
  }

  private static Optional<RecordingName> name(String text) {
    try {
      return Optional.of(new RecordingName(text));
    } catch (InvalidValue noName) {
      return Optional.empty();
    }
  }

  /** Bytes of a recording; the caller closes them. */
  public InputStream open(TenantId tenantId, Sound sound, long from, long length)
      throws IOException {
    return recordings.open(tenantId, sound.name(), from, length);
  }

  /** Deletes the recording of a call for good; the call stays. False when there is none. */
  public boolean deleteRecording(TenantId tenantId, CallRecordId id, String actor)
      throws IOException {
    Optional<Sound> sound = recording(tenantId, id);
    if (sound.isEmpty()) {
      return false;
    }
    boolean deleted = recordings.delete(tenantId, sound.get().name());
    audit.append(
        new AuditEntry(
            Optional.of(tenantId), actor, "recording.delete", id.toString(), clock.instant()));
    return deleted;
  }

  public Optional<Told> find(TenantId tenantId, CallRecordId id) {
    return calls
        .find(tenantId, id)
        .map(
            call -> {
              List<CallEvent> events = calls.events(tenantId, id);
              if (events.isEmpty()) {
                return new Told(call, List.of(), List.of());
              }
              CallStory story = CallStory.of(events);
              return new Told(call, story.sides(), story.steps());
            });
  }
}
