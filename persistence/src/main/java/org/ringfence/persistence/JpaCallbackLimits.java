package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.CallbackLimits;
import org.ringfence.domain.callback.Limit;

/**
 * One row per subject holds the times of what was granted within the window, so that the limit is
 * exact in every span and not only from one full hour to the next. All processes lock rows in the
 * order of their ids, those that are there before those that they make.
 */
@ApplicationScoped
@Transactional
class JpaCallbackLimits extends JpaRepository implements CallbackLimits {
  private static final int BATCH = 1000;

  private static final Comparator<Counted> ORDER =
      Comparator.comparing((Counted counted) -> counted.id, Arrays::compareUnsigned);

  @Override
  public Ledger open(Collection<List<Limit>> callbacks, Instant now) {
    Map<Limit, Counted> all = new HashMap<>();
    callbacks.forEach(limits -> limits.forEach(limit -> all.computeIfAbsent(limit, Counted::new)));
    read(all.values(), "", now);
    List<Counted> contested =
        callbacks.stream()
            .filter(limits -> limits.stream().noneMatch(limit -> counted(all, limit).isReached()))
            .flatMap(List::stream)
            .distinct()
            .map(limit -> counted(all, limit))
            .sorted(ORDER)
            .toList();
    read(contested.stream().filter(Counted::isStored).toList(), " FOR UPDATE", now);
    make(contested.stream().filter(counted -> !counted.isStored()).toList(), now);
    return new Taken(all, contested, now);
  }

  /** Most rows that are not there yet will count the one callback that asks for them. */
  private void make(List<Counted> missing, Instant now) {
    byte[] once = Counted.pack(List.of(Micros.of(now)));
    missing.forEach(each -> each.row = once);
    // Each that another process made meanwhile is changed, so that it counts as two.
    if (write(missing, now, "expires_at = expires_at + 1") > missing.size()) {
      read(missing, " FOR UPDATE", now);
    }
  }

  private static Counted counted(Map<Limit, Counted> all, Limit limit) {
    Counted counted = all.get(limit);
    if (counted == null) {
      throw new IllegalArgumentException("The ledger was not opened for " + limit);
    }
    return counted;
  }

  private final class Taken implements Ledger {
    private final Map<Limit, Counted> all;
    private final List<Counted> contested;
    private final Instant now;

    Taken(Map<Limit, Counted> all, List<Counted> contested, Instant now) {
      this.all = all;
      this.contested = contested;
      this.now = now;
    }

    @Override
    public Optional<Limit> take(List<Limit> limits) {
      List<Counted> counted = limits.stream().map(limit -> counted(all, limit)).toList();
      Optional<Limit> reached =
          counted.stream()
              .filter(Counted::isReached)
              .map(each -> each.limit)
              .min(Comparator.comparing(Limit::scope));
      if (reached.isEmpty()) {
        counted.forEach(each -> each.times.add(Micros.of(now)));
      }
      return reached;
    }

    @Override
    public void store() {
      List<Counted> changed = new ArrayList<>();
      for (Counted each : contested) {
        byte[] times = Counted.pack(each.times);
        if (!Arrays.equals(times, each.row)) {
          each.row = times;
          changed.add(each);
        }
      }
      write(changed, now, "times = VALUES(times), expires_at = VALUES(expires_at)");
    }
  }

  private int write(List<Counted> counted, Instant now, String onDuplicate) {
    return write(
        new ManyRows(
            "INSERT INTO callback_limit (id, times, expires_at) VALUES ",
            " ON DUPLICATE KEY UPDATE " + onDuplicate),
        counted.stream()
            .map(each -> ManyRows.row(each.id, each.row, Micros.of(now.plus(each.limit.window()))))
            .toList());
  }

  @Override
  public Set<String> useUp(Map<String, Instant> tokens) {
    if (tokens.isEmpty()) {
      return Set.of();
    }
    Map<byte[], String> unused = new TreeMap<>(Arrays::compareUnsigned);
    tokens.keySet().forEach(token -> unused.put(digest(token), token));
    byIds("SELECT id, expires_at FROM callback_used_proof", unused.keySet(), "")
        .forEach(row -> unused.remove((byte[]) row[0]));
    if (unused.isEmpty()) {
      return Set.of();
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    unused.forEach(
        (id, token) ->
            rows.add(ManyRows.row(id, Micros.of(Objects.requireNonNull(tokens.get(token))))));
    int made =
        write(
            new ManyRows("INSERT IGNORE INTO callback_used_proof (id, expires_at) VALUES ", ""),
            rows);
    if (made == unused.size()) {
      return Set.copyOf(unused.values());
    }
    if (unused.size() == 1) {
      return Set.of();
    }
    throw new IllegalStateException("One of these was used up at this very moment");
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

  private void read(Collection<Counted> counted, String lock, Instant now) {
    if (counted.isEmpty()) {
      return;
    }
    Map<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
    byIds(
            "SELECT id, times FROM callback_limit",
            counted.stream().map(each -> each.id).toList(),
            lock)
        .forEach(row -> found.put((byte[]) row[0], (byte[]) row[1]));
    counted.forEach(each -> each.take(found.get(each.id), now));
  }

  private List<Object[]> byIds(String select, Collection<byte[]> ids, String lock) {
    return rows(select + " WHERE id" + places(ids.size()) + lock, ids.toArray());
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

    /** What its row holds, when it has one. */
    byte @Nullable [] row;

    Counted(Limit limit) {
      this.limit = limit;
      this.id = digest(limit.scope() + "|" + limit.window() + "|" + limit.subject());
    }

    boolean isReached() {
      return times.size() >= limit.most();
    }

    boolean isStored() {
      return row != null;
    }

    void take(byte @Nullable [] stored, Instant now) {
      row = stored;
      times.clear();
      long since = Micros.of(now.minus(limit.window()));
      ByteBuffer buffer = ByteBuffer.wrap(stored == null ? new byte[0] : stored);
      while (buffer.remaining() >= Long.BYTES) {
        long time = buffer.getLong();
        if (time > since) {
          times.add(time);
        }
      }
    }

    static byte[] pack(List<Long> times) {
      ByteBuffer buffer = ByteBuffer.allocate(times.size() * Long.BYTES);
      times.forEach(buffer::putLong);
      return buffer.array();
    }
  }
}
