package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.TenantId;

/**
 * What the lane of a tenant does at one moment.
 *
 * @param owner the dialer that holds it, or held it last; empty for none
 * @param leaseUntil when another dialer may take it
 * @param contactSince since when the holder is connected to the PBX, or is not
 * @param callsAtOnce callbacks that may be under way at the same time; 0 when no dialer said so yet
 * @param queue what waits
 * @param underWay calls of each state that are not over; every such state is there
 * @param begun calls begun in the last minute
 */
public record LaneView(
    TenantId tenantId,
    Slug slug,
    DisplayName name,
    State state,
    String owner,
    Instant leaseUntil,
    long epoch,
    Optional<Instant> contactSince,
    int callsAtOnce,
    Queue queue,
    Map<AttemptState, Long> underWay,
    long begun) {

  /** In one word. */
  public enum State {
    /** Nobody holds it although its PBX is to run. */
    FREE,
    /** Held, and its PBX does not answer the dialer. */
    NO_CONTACT,
    /** The kill switch is thrown. */
    HALTED,
    DIALLING,
    /** Its PBX is not to run. */
    OFF
  }

  /**
   * Requests that wait.
   *
   * @param waiting all of them
   * @param due of these, those that are to be called now
   * @param oldest since when the first of them is due; empty when none is
   */
  public record Queue(long waiting, long due, Optional<Instant> oldest) {
    public static final Queue EMPTY = new Queue(0, 0, Optional.empty());
  }

  public LaneView {
    Map<AttemptState, Long> all = new EnumMap<>(AttemptState.class);
    for (AttemptState each : AttemptState.values()) {
      if (!each.isFinal()) {
        all.put(each, underWay.getOrDefault(each, 0L));
      }
    }
    underWay = Map.copyOf(all);
  }

  /** All calls that are under way. */
  public long inFlight() {
    return underWay.values().stream().mapToLong(Long::longValue).sum();
  }
}
