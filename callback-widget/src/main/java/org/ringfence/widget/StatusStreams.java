package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;

/**
 * Everybody who watches a callback from this process, fed by one reader of the feed of changes: the
 * database's work does not grow with the number of visitors, and no visitor holds a thread.
 */
@ApplicationScoped
public class StatusStreams {
  /** Between two comments; proxies commonly cut a connection that is silent for a minute. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

  /** A stream ends after this; the browser opens the next one by itself. */
  static final Duration LONGEST = Duration.ofMinutes(30);

  /** Streams of one process; visitors beyond it poll. */
  static final int MOST = 20_000;

  /** Streams of one callback: so many tabs, and nobody fills the process with a single request. */
  static final int OF_ONE = 8;

  private static final Logger LOG = Logger.getLogger(StatusStreams.class.getName());

  /** Callbacks read in one query. */
  private static final int BATCH = 500;

  private Callbacks callbacks;
  private Clock clock;
  private int most;
  private final CallbackChanges changes = new CallbackChanges();
  private final Map<CallbackId, Set<StatusStream>> watched = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  /** Watched since the last look: their present state has not been sent. */
  private final Set<CallbackId> fresh = ConcurrentHashMap.newKeySet();

  /** Those whose visitors wait; only the reader's thread. */
  private final Places places = new Places();

  /** Whether the reader is under way; only the thread that calls {@link #deliverChanges}. */
  private boolean reading;

  /** For the container's proxy, which has no use for fields. */
  @SuppressWarnings("NullAway.Init")
  protected StatusStreams() {}

  @Inject
  public StatusStreams(Callbacks callbacks, Clock clock) {
    this(callbacks, clock, MOST);
  }

  StatusStreams(Callbacks callbacks, Clock clock, int most) {
    this.callbacks = callbacks;
    this.clock = clock;
    this.most = most;
  }

  /** Refuses a visitor for whom there is no room; asked before the stream is opened. */
  void requireRoom(CallbackId id) {
    if (count.get() >= most || watched.getOrDefault(id, Set.of()).size() >= OF_ONE) {
      throw Refusal.of(ProblemType.BUSY, "Please ask for the status now and then instead.");
    }
  }

  /**
   * From the next look on sends the present state and every later one until the last. One thread
   * reads and sends all states, so that an older one never overtakes a newer one.
   */
  void open(CallbackId id, StatusSink sink) {
    StatusStream stream = new StatusStream(id, sink, clock.instant().plus(LONGEST));
    count.incrementAndGet();
    watched.compute(
        id,
        (key, streams) -> {
          Set<StatusStream> there = streams == null ? ConcurrentHashMap.newKeySet() : streams;
          there.add(stream);
          return there;
        });
    fresh.add(id);
  }

  int size() {
    return count.get();
  }

  /** Looks once what changed and tells those who watch it. From one thread only. */
  void deliverChanges() {
    if (watched.isEmpty()) {
      reading = false;
      return;
    }
    boolean begun = reading;
    // Until this look succeeds: the next one then starts over with everything that is watched.
    reading = false;
    Set<CallbackId> due = new HashSet<>();
    fresh.removeIf(due::add);
    if (begun) {
      due.addAll(changes.next(callbacks, clock.instant()));
      due.retainAll(watched.keySet());
    } else {
      changes.begin(callbacks, clock.instant());
      due.addAll(watched.keySet());
    }
    List<CallbackId> ids = new ArrayList<>(due);
    for (int from = 0; from < ids.size(); from += BATCH) {
      Set<CallbackId> batch = Set.copyOf(ids.subList(from, Math.min(from + BATCH, ids.size())));
      callbacks.states(batch).forEach(this::deliver);
    }
    places.look(
        watched::containsKey,
        callbacks::queues,
        (id, told) -> deliver(Status.waiting(id, told.since(), told.turn())),
        clock.instant());
    reading = true;
  }

  /** Keeps the streams alive, and finds those whose visitors are gone. */
  void keepAlive() {
    Instant now = clock.instant();
    each(stream -> stream.keepAlive(now));
  }

  /** Ends every stream; the visitors' browsers come back to whoever serves then. */
  void closeAll() {
    each(stream -> false);
  }

  private void each(Predicate<StatusStream> stays) {
    for (Set<StatusStream> streams : watched.values()) {
      streams.forEach(stream -> tell(stream, stays));
    }
  }

  /** The state at once; the place, which costs a look at the queue, a moment later. */
  private void deliver(CallbackRequest request) {
    if (request.state() == CallbackState.QUEUED) {
      deliver(Status.of(request, places.add(request, clock.instant())));
    } else {
      places.remove(request.id());
      deliver(Status.of(request, Turn.NONE));
    }
  }

  private void deliver(Status status) {
    for (StatusStream stream : watched.getOrDefault(status.id(), Set.of())) {
      tell(stream, one -> one.deliver(status));
    }
  }

  /** A visitor whose connection broke is forgotten and takes no other visitor along. */
  private void tell(StatusStream stream, Predicate<StatusStream> stays) {
    try {
      if (!stays.test(stream)) {
        remove(stream);
        stream.close();
      }
    } catch (RuntimeException broken) {
      LOG.log(Level.FINE, "A visitor's connection broke", broken);
      remove(stream);
    }
  }

  private void remove(StatusStream stream) {
    watched.computeIfPresent(
        stream.id(),
        (id, streams) -> {
          if (streams.remove(stream)) {
            count.decrementAndGet();
          }
          return streams.isEmpty() ? null : streams;
        });
  }
}
