package org.ringfence.dialer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.ringfence.domain.callback.CallbackStatistics;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.DialingRulesRepository;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.callback.TrunkChoice.Chosen;
import org.ringfence.domain.callback.TrunkChoice.Way;
import org.ringfence.domain.callback.TrunkHealth;
import org.ringfence.domain.callback.TrunkHealth.Outcome;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.tenant.TenantId;

/**
 * Knows the rules and trunks of one tenant's callbacks and what became of the newest calls by each
 * trunk, and chooses which trunk a call tries first. Not for several threads at once: only the
 * lane's holder begins calls.
 */
final class TrunkBook {
  /** How late a change of rules and trunks may be noticed. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** Calls that are remembered, of all trunks together. */
  private static final int MOST = 1000;

  private final TenantId tenant;
  private final TrunkRepository trunks;
  private final DialingRulesRepository repository;
  private final CallbackStatistics statistics;
  private final TrunkChoice choice;

  private final Deque<Outcome> outcomes = new ArrayDeque<>();
  private List<Way> ways = List.of();
  private DialingRules rules = DialingRules.DEFAULT;
  private Instant staleAt = Instant.MIN;
  private boolean loaded;

  TrunkBook(
      TenantId tenant,
      TrunkRepository trunks,
      DialingRulesRepository repository,
      CallbackStatistics statistics,
      RandomGenerator random) {
    this.tenant = tenant;
    this.trunks = trunks;
    this.repository = repository;
    this.statistics = statistics;
    this.choice = new TrunkChoice(random);
  }

  DialingRules rules(Instant now) {
    refresh(now);
    return rules;
  }

  /** Something is known of what became of a leg: it was answered, or it ended. */
  void decided(Leg leg) {
    Outcome.of(leg).ifPresent(this::remember);
  }

  private void remember(Outcome outcome) {
    outcomes.addLast(outcome);
    if (outcomes.size() > MOST) {
      outcomes.removeFirst();
    }
  }

  /** For each of so many calls. */
  List<Chosen> choose(int calls, Instant now) {
    refresh(now);
    if (ways.size() < 2) {
      return Collections.nCopies(calls, Chosen.AS_LISTED);
    }
    if (!loaded) {
      // What the lane's holder of before saw, and what this one saw while nothing was chosen.
      outcomes.clear();
      statistics.newestLegs(tenant, now.minus(TrunkHealth.WINDOW), MOST).stream()
          .sorted(Comparator.comparing(Leg::startedAt))
          .forEach(this::decided);
      loaded = true;
    }
    Map<String, TrunkHealth> health = TrunkHealth.of(outcomes, now);
    return IntStream.range(0, calls)
        .mapToObj(call -> choice.choose(rules.order(), ways, health, now))
        .toList();
  }

  /** What is known may be older than it seems. */
  void forgetTime() {
    staleAt = Instant.MIN;
  }

  private void refresh(Instant now) {
    if (now.isBefore(staleAt)) {
      return;
    }
    rules = repository.find(tenant);
    ways =
        trunks.list(tenant).stream()
            .filter(Trunk::enabled)
            .map(
                trunk ->
                    new Way(
                        trunk.sectionName(),
                        trunk.settings().share(),
                        trunk.settings().minuteCost()))
            .toList();
    staleAt = now.plus(FRESH);
  }
}
