package org.ringfence.widget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.AgentQueue;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/**
 * Those who wait while somebody watches, by the agent they wait for. Places change without a word
 * about those who wait: when others come and go. So each agent's queue is looked at every now and
 * then, and only where it changed its visitors are gone through. Not for several threads at once.
 */
final class Places {
  /** How late those who wait may learn that their place changed, where there are few agents. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** Agents whose queues are looked at together; the others come with the next looks. */
  static final int AT_ONCE = 50;

  /** Somebody of a tenant who is waited for. */
  record Agent(TenantId tenantId, ExtensionNumber number) {}

  /** One who waits, without what the visitor wrote: there may be thousands. */
  private record Waiting(Instant since, Instant dueAt, int tries, Turn turn) {
    Waiting with(Turn now) {
      return new Waiting(since, dueAt, tries, now);
    }

    boolean isSame(Waiting other) {
      return since.equals(other.since) && dueAt.equals(other.dueAt) && tries == other.tries;
    }
  }

  /** All who wait for one agent. */
  private static final class Line {
    final Map<CallbackId, Waiting> waiting = new HashMap<>();
    Instant next = Instant.MIN;
    @Nullable AgentQueue seen;
  }

  private final Map<Agent, Line> lines = new HashMap<>();
  private final Map<CallbackId, Agent> agents = new HashMap<>();

  /** Those whose turn it is to be looked at first. */
  private final Deque<Agent> order = new ArrayDeque<>();

  /** Takes up one who waits; returns what is known at once. */
  Turn add(CallbackRequest request, Instant now) {
    Agent agent = new Agent(request.tenantId(), request.agent());
    Line line =
        lines.computeIfAbsent(
            agent,
            one -> {
              order.addFirst(one);
              return new Line();
            });
    Waiting before = line.waiting.get(request.id());
    Waiting after = new Waiting(request.stateSince(), request.dueAt(), request.tries(), Turn.NONE);
    Turn turn =
        request.dueAt().isAfter(now)
            ? Turn.later(request.dueAt(), request.tries() > 0)
            : before != null && before.isSame(after) ? before.turn() : Turn.NONE;
    line.waiting.put(request.id(), after.with(turn));
    agents.put(request.id(), agent);
    if (before == null || !before.isSame(after)) {
      // The others know their places still, this one does not.
      line.seen = null;
    }
    return turn;
  }

  void remove(CallbackId id) {
    Agent agent = agents.remove(id);
    Line line = agent == null ? null : lines.get(agent);
    if (line != null) {
      line.waiting.remove(id);
    }
  }

  /**
   * Looks at some queues.
   *
   * @param watched whether still somebody watches
   * @param queues reads the queues of some agents
   * @param tell is told of whose turn changed, with the moment since which it waits
   */
  void look(
      Predicate<CallbackId> watched,
      Function<Set<Agent>, Map<Agent, AgentQueue>> queues,
      BiConsumer<CallbackId, Told> tell,
      Instant now) {
    Map<Agent, Line> due = new LinkedHashMap<>();
    while (due.size() < AT_ONCE && !order.isEmpty()) {
      Agent agent = order.getFirst();
      Line line = lines.get(agent);
      if (line != null && now.isBefore(line.next)) {
        break;
      }
      order.removeFirst();
      if (line != null && keep(agent, line, watched)) {
        due.put(agent, line);
      }
    }
    if (due.isEmpty()) {
      return;
    }
    // In their place again before anything can fail.
    order.addAll(due.keySet());
    due.values().forEach(line -> line.next = now.plus(PAUSE));
    Map<Agent, AgentQueue> seen = queues.apply(Set.copyOf(due.keySet()));
    due.forEach(
        (agent, line) -> {
          AgentQueue queue = seen.get(agent);
          if (queue != null) {
            tell(line, queue, tell, now);
          }
        });
  }

  /** What is told of one who waits. */
  record Told(Instant since, Turn turn) {}

  /** Forgets whom nobody watches any more, and the agent when nobody is left. */
  private boolean keep(Agent agent, Line line, Predicate<CallbackId> watched) {
    line.waiting
        .keySet()
        .removeIf(
            id -> {
              boolean gone = !watched.test(id);
              if (gone) {
                agents.remove(id);
              }
              return gone;
            });
    if (line.waiting.isEmpty()) {
      lines.remove(agent);
    }
    return !line.waiting.isEmpty();
  }

  private static void tell(
      Line line, AgentQueue queue, BiConsumer<CallbackId, Told> tell, Instant now) {
    // What was not due may have become so, without a change of what is due.
    boolean same =
        queue.equals(line.seen)
            && line.waiting.values().stream().noneMatch(one -> isLate(one, now));
    if (same) {
      return;
    }
    line.seen = queue;
    Set<CallbackId> near = new HashSet<>(queue.next());
    line.waiting.replaceAll(
        (id, one) -> {
          if (one.dueAt().isAfter(now)) {
            return one;
          }
          boolean again = one.tries() > 0;
          Optional<Turn> turn =
              near.contains(id) ? Turn.among(queue, id, again) : Turn.behind(queue, again);
          if (turn.isEmpty() || turn.get().equals(one.turn())) {
            return one;
          }
          tell.accept(id, new Told(one.since(), turn.get()));
          return one.with(turn.get());
        });
  }

  private static boolean isLate(Waiting one, Instant now) {
    return one.turn().at().isPresent() && !one.dueAt().isAfter(now);
  }
}
