package org.ringfence.persistence;

import static java.util.stream.Collectors.toMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackScripts;
import org.ringfence.domain.pbx.Ad;
import org.ringfence.domain.pbx.AgentPrompt;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.tenant.TenantId;

/** Plays are added to in the database, in the commit that stores them with their attempts. */
@ApplicationScoped
@Transactional
class JpaCallbackScripts extends JpaRepository implements CallbackScripts {
  private static final long QUARTER = Duration.ofMinutes(15).toSeconds();

  @Override
  public Scripts find(TenantId tenantId) {
    List<Handling> found =
        read(
                entities
                    .createQuery(
                        "select h from HandlingRow h left join fetch h.fields"
                            + " where h.tenantId = :tenant and h.kind in :kinds"
                            + " order by h.name, h.id",
                        HandlingRow.class)
                    .setParameter("tenant", tenantId.toString())
                    .setParameter(
                        "kinds",
                        Stream.of(HandlingKind.values())
                            .filter(HandlingKind::isOfCallbacks)
                            .map(HandlingKind::text)
                            .toList()))
            .stream()
            .map(HandlingRow::toHandling)
            .toList();
    return new Scripts(of(found, Ad.class), of(found, AgentPrompt.class));
  }

  private static <T extends Handling> List<T> of(List<Handling> all, Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public Map<HandlingId, Ad.Used> used(TenantId tenantId, Map<HandlingId, Instant> days) {
    Map<HandlingId, Integer> underWay =
        counts(
            entities
                .createNativeQuery(
                    "SELECT ad_id, COUNT(*) FROM call_attempt WHERE tenant_id = :tenant"
                        + " AND state IN (:open) AND ad_id IS NOT NULL GROUP BY ad_id",
                    Object[].class)
                .setParameter("tenant", tenantId.toString())
                .setParameter(
                    "open",
                    Stream.of(AttemptState.values())
                        .filter(state -> !state.isFinal())
                        .map(AttemptState::name)
                        .toList())
                .getResultList());
    Map<HandlingId, Ad.Used> used = new HashMap<>();
    days.forEach(
        (ad, day) -> {
          Object[] row =
              (Object[])
                  entities
                      .createNativeQuery(
                          "SELECT COALESCE(SUM(plays), 0),"
                              + " COALESCE(SUM(IF(quarter >= :day, plays, 0)), 0)"
                              + " FROM callback_ad_play WHERE tenant_id = :tenant AND ad_id = :ad",
                          Object[].class)
                      .setParameter("tenant", tenantId.toString())
                      .setParameter("ad", ad.toString())
                      .setParameter("day", quarter(day))
                      .getSingleResult();
          int more = underWay.getOrDefault(ad, 0);
          used.put(ad, new Ad.Used(whole(row[1]) + more, whole(row[0]) + more));
        });
    return used;
  }

  @Override
  public Map<HandlingId, Long> played(TenantId tenantId, Instant from, Instant to) {
    return counts(
            entities
                .createNativeQuery(
                    "SELECT ad_id, SUM(plays) FROM callback_ad_play WHERE tenant_id = :tenant"
                        + " AND quarter >= :from AND quarter < :to GROUP BY ad_id",
                    Object[].class)
                .setParameter("tenant", tenantId.toString())
                .setParameter("from", quarter(from))
                .setParameter("to", quarter(to.plusSeconds(QUARTER).minusNanos(1)))
                .getResultList())
        .entrySet()
        .stream()
        .collect(toMap(Map.Entry::getKey, each -> each.getValue().longValue()));
  }

  /**
   * Counts plays that were not stored before.
   *
   * @param plays by the ads' ids
   */
  static void add(Connection connection, TenantId tenantId, Map<String, Long> plays, Instant now)
      throws SQLException {
    new ManyRows(
            "INSERT INTO callback_ad_play (tenant_id, ad_id, quarter, plays) VALUES ",
            " ON DUPLICATE KEY UPDATE plays = plays + VALUES(plays)")
        .values(
            connection,
            plays.entrySet().stream()
                .map(
                    each ->
                        ManyRows.row(
                            tenantId.toString(), each.getKey(), quarter(now), each.getValue()))
                .toList());
  }

  private static Map<HandlingId, Integer> counts(List<?> rows) {
    Map<HandlingId, Integer> counts = new HashMap<>();
    for (Object row : rows) {
      Object[] columns = (Object[]) row;
      counts.put(HandlingId.parse((String) columns[0]), whole(columns[1]));
    }
    return counts;
  }

  private static int whole(Object column) {
    return ((Number) column).intValue();
  }

  private static int quarter(Instant at) {
    return Math.toIntExact(Math.floorDiv(at.getEpochSecond(), QUARTER));
  }
}
