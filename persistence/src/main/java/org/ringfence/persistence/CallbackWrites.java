package org.ringfence.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.AdPlay;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Progress;

/**
 * Writes of many attempts at once; how many there are does not change the number of statements.
 *
 * <p>Ids are converted to the columns' character set: a comparison in another one cannot use an
 * index.
 */
final class CallbackWrites {
  private static final int PAGE = 1000;
  private static final int REASON = 500;

  private CallbackWrites() {}

  /** Where there is one with the same idempotency key, that one is kept. */
  static void enqueue(Connection connection, List<CallbackRequest> requests) throws SQLException {
    // The no-op update waits for a concurrent request with the same key and then keeps that one.
    new ManyRows(
            "INSERT INTO callback_request (id, tenant_id, widget_id, agent, visitor,"
                + " idempotency_key, page, state, reason, requested_at, state_since, due_at,"
                + " awake_until, expires_at)"
                + " VALUES ",
            " ON DUPLICATE KEY UPDATE id = id")
        .values(
            connection,
            requests.stream()
                .map(
                    one ->
                        ManyRows.row(
                            one.id().toString(),
                            one.tenantId().toString(),
                            one.widgetId().toString(),
                            one.agent().value(),
                            one.visitor().value(),
                            one.idempotencyKey(),
                            JpaRepository.cut(one.page(), PAGE),
                            one.state().name(),
                            JpaRepository.cut(one.reason(), REASON),
                            Micros.of(one.requestedAt()),
                            Micros.of(one.stateSince()),
                            Micros.of(one.dueAt()),
                            Micros.of(one.awakeUntil()),
                            Micros.of(one.expiresAt())))
                .toList());
  }

  /** Remembers whom requests are for; see {@link JpaCallbackRepository#due}. */
  static void agents(Connection connection, List<CallbackRequest> requests) throws SQLException {
    new ManyRows("INSERT IGNORE INTO callback_agent (tenant_id, agent) VALUES ", "")
        .values(
            connection,
            requests.stream()
                .map(one -> List.of(one.tenantId().toString(), one.agent().value()))
                .distinct()
                .sorted(
                    Comparator.comparing((List<String> one) -> one.get(0))
                        .thenComparing(one -> one.get(1)))
                .map(one -> ManyRows.row(one.get(0), one.get(1)))
                .toList());
  }

  static void insert(Connection connection, List<Attempt> attempts) throws SQLException {
    new ManyRows(
            "INSERT INTO call_attempt (id, callback_id, tenant_id, state, reason, epoch, boot_id,"
                + " started_at, bridged_at, ended_at, ad_id, ad_played_at) VALUES ",
            "")
        .values(
            connection,
            attempts.stream()
                .map(
                    one ->
                        ManyRows.row(
                            one.id().toString(),
                            one.callbackId().toString(),
                            one.tenantId().toString(),
                            one.state().name(),
                            JpaRepository.cut(one.reason(), REASON),
                            one.epoch(),
                            one.bootId(),
                            Micros.of(one.startedAt()),
                            Micros.of(one.bridgedAt()),
                            Micros.of(one.endedAt()),
                            one.ad().map(ad -> ad.ad().toString()).orElse(null),
                            playedAt(one)))
                .toList());
    store(connection, attempts);
  }

  /**
   * Stores how far attempts have come, and what that means for their requests.
   *
   * @param ending those of them whose requests follow; a request may be called again since an
   *     attempt has ended, and follows the newer one then
   * @param costs what attempts cost that ended just now, by their ids
   */
  static void update(
      Connection connection,
      List<Progress> progress,
      List<Progress> ending,
      Map<String, Long> costs,
      Instant now)
      throws SQLException {
    new ManyRows(
            "UPDATE call_attempt a JOIN (",
            ") v ON a.id = v.id SET a.state = v.state, a.reason = v.reason, a.epoch = v.epoch,"
                + " a.boot_id = v.boot, a.bridged_at = v.bridged, a.ended_at = v.ended,"
                + " a.cost = a.cost + v.cost,"
                + " a.ad_played_at = COALESCE(a.ad_played_at, v.played)")
        .selects(
            connection,
            "CONVERT(? USING ascii) AS id, ? AS state, ? AS reason, ? AS epoch, ? AS boot,"
                + " ? AS bridged, ? AS ended, ? AS played, ? AS cost",
            progress.stream()
                .map(Progress::attempt)
                .map(
                    one ->
                        ManyRows.row(
                            one.id().toString(),
                            one.state().name(),
                            JpaRepository.cut(one.reason(), REASON),
                            one.epoch(),
                            one.bootId(),
                            Micros.of(one.bridgedAt()),
                            Micros.of(one.endedAt()),
                            playedAt(one),
                            costs.getOrDefault(one.id().toString(), 0L)))
                .toList());
    store(connection, progress.stream().map(Progress::attempt).toList());
    new ManyRows(
            "UPDATE callback_request c JOIN (",
            // Whoever took a request back is not called once more.
            ") v ON c.id = v.id SET c.due_at = COALESCE(v.due, c.due_at),"
                + " c.tries = c.tries + (v.due IS NOT NULL),"
                + " c.state = IF(v.due IS NULL OR c.withdrawn_at IS NULL, v.state, 'FAILED'),"
                + " c.reason = IF(v.due IS NULL OR c.withdrawn_at IS NULL, v.reason, '"
                + CallbackRequest.CANCELLED
                + "'), c.state_since = v.since"
                + " WHERE c.state <> v.state OR c.reason <> v.reason")
        .selects(
            connection,
            "CONVERT(? USING ascii) AS id, ? AS state, ? AS reason, ? AS since, ? AS due",
            ending.stream()
                .map(
                    one ->
                        ManyRows.row(
                            one.attempt().callbackId().toString(),
                            one.state().name(),
                            JpaRepository.cut(one.reason(), REASON),
                            Micros.of(now),
                            Micros.of(one.retryAt())))
                .toList());
  }

  private static @Nullable Long playedAt(Attempt attempt) {
    return Micros.of(attempt.ad().flatMap(AdPlay::playedAt));
  }

  /** What those who watch callbacks and calls want to know. */
  static List<JpaLiveEvents.News> news(List<Attempt> attempts) {
    return attempts.stream()
        .flatMap(
            one ->
                Stream.of(
                    new JpaLiveEvents.News(one.tenantId(), "callback", one.callbackId().toString()),
                    new JpaLiveEvents.News(one.tenantId(), "call", one.id().toString())))
        .toList();
  }

  private static void store(Connection connection, List<Attempt> attempts) throws SQLException {
    new ManyRows(
            "INSERT INTO call_leg (attempt_id, unique_id, party, number, trunk, started_at,"
                + " rang_at, answered_at, ended_at, cause, ending) VALUES ",
            " ON DUPLICATE KEY UPDATE party = VALUES(party), number = VALUES(number),"
                + " trunk = VALUES(trunk), started_at = VALUES(started_at),"
                + " rang_at = VALUES(rang_at), answered_at = VALUES(answered_at),"
                + " ended_at = VALUES(ended_at), cause = VALUES(cause), ending = VALUES(ending)")
        .values(
            connection,
            attempts.stream()
                .flatMap(attempt -> attempt.legs().stream().map(leg -> row(attempt, leg)))
                .toList());
  }

  private static List<@Nullable Object> row(Attempt attempt, Leg leg) {
    return ManyRows.row(
        attempt.id().toString(),
        leg.uniqueId(),
        leg.party().name(),
        JpaRepository.cut(leg.number(), 32),
        JpaRepository.cut(leg.trunk(), 40),
        Micros.of(leg.startedAt()),
        Micros.of(leg.rangAt()),
        Micros.of(leg.answeredAt()),
        Micros.of(leg.endedAt()),
        JpaRepository.cut(leg.cause(), 200),
        leg.ending().name());
  }
}
