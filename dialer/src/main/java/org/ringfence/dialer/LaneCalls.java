package org.ringfence.dialer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.callback.RetryPolicies;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/**
 * The calls of one lane: finds them by their channels, and stores what changed in batches. Its work
 * for an event does not grow with the number of calls. Not for several threads at once.
 *
 * <p>What a call went through between two batches is stored as its last state alone: after a crash
 * the PBX is asked anyway.
 */
final class LaneCalls {
  /** Calls that are stored in one commit. */
  private static final int BATCH = 200;

  private static final int MOST_GIVEN_UP = 1000;

  private static final Logger LOG = Logger.getLogger(LaneCalls.class.getName());

  private final TenantId tenant;
  private final CallbackRepository callbacks;
  private final RetryPolicies retries;
  private final DialerMetrics metrics;
  private final Consumer<Leg> decided;

  private final Map<AttemptId, CallbackCall> calls = new LinkedHashMap<>();
  private final Map<String, AttemptId> owners = new HashMap<>();
  private final Map<ExtensionNumber, Integer> agents = new HashMap<>();
  private final Set<AttemptId> changed = new LinkedHashSet<>();

  /** Sent, and not heard of since. */
  private final Set<AttemptId> unheard = new HashSet<>();

  /** Given up without being heard of; whatever still comes of them is to be ended. */
  private final Set<String> givenUp = new LinkedHashSet<>();

  private boolean failing;

  /**
   * @param decided told once of every leg of which something is known: it was answered, or it ended
   */
  LaneCalls(
      TenantId tenant,
      CallbackRepository callbacks,
      RetryPolicies retries,
      DialerMetrics metrics,
      Consumer<Leg> decided) {
    this.tenant = tenant;
    this.callbacks = callbacks;
    this.retries = retries;
    this.metrics = metrics;
    this.decided = decided;
  }

  int size() {
    return calls.size();
  }

  boolean has(AttemptId id) {
    return calls.containsKey(id);
  }

  /** How many the PBX was sent and did not begin yet. */
  int unheard() {
    return unheard.size();
  }

  /** Whether a channel is the agent's of a call that was given up before it began. */
  boolean wasGivenUp(String channelId) {
    return givenUp.contains(channelId);
  }

  /** All there are now; a copy. */
  List<CallbackCall> all() {
    return List.copyOf(calls.values());
  }

  Set<ExtensionNumber> busyAgents() {
    return agents.keySet();
  }

  void add(CallbackCall call) {
    if (calls.put(call.id(), call) == null) {
      agents.merge(call.agent(), 1, Integer::sum);
    }
    count(call);
    own(call);
  }

  /** The call whose agent's channel this is; it may not have come to be yet. */
  Optional<AttemptId> ofAgent(String channelId) {
    return ofChannel(channelId).filter(id -> id.toString().equals(channelId));
  }

  /** The call that this channel is a leg of. */
  Optional<AttemptId> ofChannel(String channelId) {
    return Optional.ofNullable(owners.get(channelId));
  }

  /** What is to be done besides storing. */
  List<CallCommand.HangUp> apply(AttemptId id, CallEvent event, Instant now) {
    CallbackCall before = calls.get(id);
    if (before == null) {
      return List.of();
    }
    CallbackCall.Step step = before.on(event, now);
    calls.put(id, step.call());
    count(step.call());
    if (!step.call().attempt().legs().equals(before.attempt().legs())) {
      own(step.call());
      Set<String> known = decided(before.attempt());
      step.call().attempt().legs().stream()
          .filter(leg -> isDecided(leg) && !known.contains(leg.uniqueId()))
          .forEach(decided);
    }
    List<CallCommand.HangUp> hangUps = new ArrayList<>();
    for (CallCommand command : step.commands()) {
      if (command instanceof CallCommand.Store) {
        changed.add(id);
      } else if (command instanceof CallCommand.HangUp hangUp) {
        hangUps.add(hangUp);
      }
    }
    return hangUps;
  }

  private static boolean isDecided(Leg leg) {
    return leg.answeredAt().isPresent() || leg.endedAt().isPresent();
  }

  private static Set<String> decided(Attempt attempt) {
    return attempt.legs().stream()
        .filter(LaneCalls::isDecided)
        .map(Leg::uniqueId)
        .collect(Collectors.toSet());
  }

  /** Whether something waits for {@link #store}. */
  boolean isChanged() {
    return !changed.isEmpty();
  }

  /** Whether the database did not take what was stored last: then it is tried again later. */
  boolean isFailing() {
    return failing;
  }

  /**
   * Stores some of what changed; what cannot be stored is kept. Returns how many calls are over.
   */
  int store(Instant now) {
    List<CallbackCall> some = changed.stream().limit(BATCH).map(this::call).toList();
    if (some.isEmpty()) {
      return 0;
    }
    List<Progress> batch;
    Set<AttemptId> stored;
    try {
      batch = progress(some, now);
      stored = callbacks.advance(tenant, batch, now);
    } catch (RuntimeException failure) {
      if (!failing) {
        LOG.log(
            Level.WARNING,
            "Calls of tenant " + tenant + " cannot be stored now; trying again",
            failure);
      }
      failing = true;
      return 0;
    }
    failing = false;
    int over = 0;
    for (Progress progress : batch) {
      AttemptId id = progress.attempt().id();
      changed.remove(id);
      if (!stored.contains(id)) {
        LOG.log(Level.WARNING, "Call {0} belongs to another dialer now", id);
        remove(id);
      } else if (progress.attempt().state().isFinal()) {
        boolean completed = progress.attempt().state() == AttemptState.COMPLETED;
        metrics.outcome(
            completed ? "completed" : progress.retryAt().isPresent() ? "again" : progress.reason());
        remove(id);
        over++;
      }
    }
    return over;
  }

  /** What to store of them; some are to be tried again. */
  private List<Progress> progress(List<CallbackCall> some, Instant now) {
    if (some.stream().allMatch(call -> call.again().isEmpty())) {
      return some.stream().map(CallbackCall::progress).toList();
    }
    RetryPolicy policy = retries.find(tenant);
    return some.stream()
        .map(
            call ->
                call.again()
                    .flatMap(outcome -> policy.pause(outcome, call.tries()))
                    .map(pause -> call.progress().againAt(now.plus(pause)))
                    .orElseGet(call::progress))
        .toList();
  }

  /** For every call, those of all channels that may have to do with it. */
  Map<AttemptId, List<LiveChannel>> channels(Collection<LiveChannel> all) {
    Map<AttemptId, Set<LiveChannel>> found = new HashMap<>();
    calls.keySet().forEach(id -> found.put(id, new LinkedHashSet<>()));
    for (LiveChannel channel : all) {
      for (String key : List.of(channel.uniqueId(), channel.linkedId())) {
        ofChannel(key).map(found::get).ifPresent(of -> of.add(channel));
      }
    }
    Map<AttemptId, List<LiveChannel>> channels = new LinkedHashMap<>();
    calls.keySet().forEach(id -> channels.put(id, List.copyOf(found.getOrDefault(id, Set.of()))));
    return channels;
  }

  private void count(CallbackCall call) {
    if (call.state() == AttemptState.SENDING) {
      unheard.add(call.id());
    } else {
      unheard.remove(call.id());
    }
  }

  private CallbackCall call(AttemptId id) {
    CallbackCall call = calls.get(id);
    if (call == null) {
      throw new IllegalStateException("a call that changed is unknown");
    }
    return call;
  }

  private void own(CallbackCall call) {
    owners.put(call.id().toString(), call.id());
    for (Leg leg : call.attempt().legs()) {
      owners.put(leg.uniqueId(), call.id());
    }
  }

  private void remove(AttemptId id) {
    CallbackCall call = calls.remove(id);
    if (call == null) {
      return;
    }
    unheard.remove(id);
    if (call.attempt().legs().isEmpty()) {
      givenUp.add(id.toString());
      if (givenUp.size() > MOST_GIVEN_UP) {
        givenUp.remove(givenUp.iterator().next());
      }
    }
    agents.computeIfPresent(call.agent(), (agent, many) -> many > 1 ? many - 1 : null);
    owners.remove(id.toString());
    call.attempt().legs().forEach(leg -> owners.remove(leg.uniqueId()));
  }
}
