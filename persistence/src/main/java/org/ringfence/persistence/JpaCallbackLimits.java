package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ringfence.domain.callback.CallbackLimits;
import org.ringfence.domain.callback.Limit;

/**
 * One row per subject holds the times of what was granted within the window, so that the limit is
 * exact in every span and not only from one full hour to the next. All requests lock their rows in
 * the same order; whoever is over a limit already is told so without any lock.
 */
@ApplicationScoped
@Transactional
class JpaCallbackLimits extends JpaRepository implements CallbackLimits {
  private static final int BATCH = 1000;

  @Override
  public Optional<Limit> take(List<Limit> limits, Instant now) {
    List<Counted> ordered =
        limits.stream()
            .map(Counted::new)
            .sorted(
                Comparator.comparing((Counted counted) -> counted.limit.scope())
                    .thenComparing(counted -> counted.id, Arrays::compareUnsigned))
            .toList();
    if (ordered.isEmpty()) {
      return Optional.empty();
    }
    read(ordered, now);
    Optional<Limit> reached = reached(ordered);
    if (reached.isPresent()) {
      return reached;
    }
    // Makes what is missing and locks what is there.
    write(ordered, now, "id = id");
    read(ordered, now);
    reached = reached(ordered);
    if (reached.isEmpty()) {
      ordered.forEach(counted -> counted.times.add(Micros.of(now)));
      write(ordered, now, "times = VALUES(times), expires_at = VALUES(expires_at)");
    }
    return reached;
  }

  @Override
  public boolean useUp(String token, Instant until) {
    return entities
            .createNativeQuery(
                "INSERT IGNORE INTO callback_used_proof (id, expires_at) VALUES (:id, :until)")
            .setParameter("id", digest(token))
            .setParameter("until", Micros.of(until))
            .executeUpdate()
        == 1;
  }

  @Override
  public void forget(Instant now) {
    for (String table : List.of("callback_limit", "callback_used_proof")) {
      entities
          .createNativeQuery("DELETE FROM " + table + " WHERE expires_at < :now LIMIT " + BATCH)
          .setParameter("now", Micros.of(now))
          .executeUpdate();
    }
  }

  private static Optional<Limit> reached(List<Counted> counted) {
    return counted.stream()
        .filter(each -> each.times.size() >= each.limit.most())
        .map(each -> each.limit)
        .findFirst();
  }

  private void read(List<Counted> counted, Instant now) {
    Query query =
        entities.createNativeQuery(
            "SELECT id, times FROM callback_limit WHERE id IN ("
                + places(counted.size(), "?")
                + ")",
            Object[].class);
    for (int i = 0; i < counted.size(); i++) {
      query.setParameter(i + 1, counted.get(i).id);
    }
    Map<ByteBuffer, byte[]> found = new HashMap<>();
    for (Object row : query.getResultList()) {
      Object[] columns = (Object[]) row;
      found.put(ByteBuffer.wrap((byte[]) columns[0]), (byte[]) columns[1]);
    }
    for (Counted each : counted) {
      each.take(found.getOrDefault(ByteBuffer.wrap(each.id), new byte[0]), now);
    }
  }

  private void write(List<Counted> counted, Instant now, String onDuplicate) {
    Query query =
        entities.createNativeQuery(
            "INSERT INTO callback_limit (id, times, expires_at) VALUES "
                + places(counted.size(), "(?, ?, ?)")
                + " ON DUPLICATE KEY UPDATE "
                + onDuplicate);
    int parameter = 1;
    for (Counted each : counted) {
      query.setParameter(parameter++, each.id);
      query.setParameter(parameter++, each.packed());
      query.setParameter(parameter++, Micros.of(now.plus(each.limit.window())));
    }
    query.executeUpdate();
  }

  private static String places(int count, String place) {
    return IntStream.range(0, count).mapToObj(i -> place).collect(Collectors.joining(", "));
  }

  private static byte[] digest(String text) {
    try {
      return Arrays.copyOf(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 16);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every Java platform has SHA-256", missing);
    }
  }

  /** A limit and what counts against it. */
  private static final class Counted {
    final Limit limit;
    final byte[] id;
    final List<Long> times = new ArrayList<>();

    Counted(Limit limit) {
      this.limit = limit;
      this.id = digest(limit.scope() + "|" + limit.window() + "|" + limit.subject());
    }

    void take(byte[] stored, Instant now) {
      times.clear();
      long since = Micros.of(now.minus(limit.window()));
      ByteBuffer buffer = ByteBuffer.wrap(stored);
      while (buffer.remaining() >= Long.BYTES) {
        long time = buffer.getLong();
        if (time > since) {
          times.add(time);
        }
      }
    }

    byte[] packed() {
      ByteBuffer buffer = ByteBuffer.allocate(times.size() * Long.BYTES);
      times.forEach(buffer::putLong);
      return buffer.array();
    }
  }
}
