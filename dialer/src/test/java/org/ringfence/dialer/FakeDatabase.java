package org.ringfence.dialer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackScripts;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.CallbackStatistics;
import org.ringfence.domain.callback.CallbackTimes;
import org.ringfence.domain.callback.CallingHours;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.DialingRulesRepository;
import org.ringfence.domain.callback.Lane;
import org.ringfence.domain.callback.LaneRepository;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.callback.RetryPolicies;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.pbx.Ad;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.tenant.TenantId;

/** The tables the dialer works on, for one tenant, with the fence of the lane's epoch. */
final class FakeDatabase {
  final Map<CallbackId, CallbackRequest> requests = new LinkedHashMap<>();
  final Map<AttemptId, Attempt> attempts = new LinkedHashMap<>();
  final Map<String, TrunkStatus> trunkStates = new LinkedHashMap<>();
  final List<CallbackState> seenByVisitor = new ArrayList<>();
  final Set<E164> optedOut = new LinkedHashSet<>();
  final Set<CallbackId> withdrawn = new LinkedHashSet<>();
  boolean away;

  /** The kill switch. */
  boolean halted;

  boolean spent;

  /** Whether the connection breaks after a commit and before its answer. */
  boolean losesAnswers;

  /** What happens between a commit of new attempts and the dialer's hearing of it. */
  Runnable afterCommit = () -> {};

  int forgotten;

  /** What was said of the lane's contact to its PBX, in order. */
  final List<Boolean> contacts = new ArrayList<>();

  long epoch;
  @Nullable String owner;
  Instant leaseUntil = Instant.MIN;
  String bootId = "boot-1";
  int dueQueries;
  int commits;
  Ipv4 address = new Ipv4("192.0.2.10");
  Secret amiSecret = new Secret("ami");

  private void requirePresent() {
    if (away) {
      throw new IllegalStateException("the database is away");
    }
  }

  CallbackRequest enqueue(String agent) {
    return enqueue(Samples.request(agent));
  }

  CallbackRequest enqueue(CallbackRequest request) {
    requests.put(request.id(), request);
    return request;
  }

  CallbackRequest request(CallbackId id) {
    return Objects.requireNonNull(requests.get(id));
  }

  Attempt attempt(AttemptId id) {
    return Objects.requireNonNull(attempts.get(id));
  }

  final LaneRepository lanes =
      new LaneRepository() {
        @Override
        public List<Lane> hold(String who, Duration lease, Instant now) {
          requirePresent();
          if (!who.equals(owner)) {
            if (owner != null && leaseUntil.isAfter(now)) {
              return List.of();
            }
            owner = who;
            epoch++;
          }
          leaseUntil = now.plus(lease);
          return List.of(new Lane(Samples.TENANT, epoch));
        }

        @Override
        public Set<TenantId> waiting(String who, Instant now) {
          requirePresent();
          boolean due =
              requests.values().stream()
                  .anyMatch(
                      one -> one.state() == CallbackState.QUEUED && !one.dueAt().isAfter(now));
          return who.equals(owner) && due ? Set.of(Samples.TENANT) : Set.of();
        }

        @Override
        public void contact(
            TenantId tenantId, String who, boolean connected, int callsAtOnce, Instant now) {
          requirePresent();
          if (who.equals(owner)) {
            contacts.add(connected);
          }
        }

        @Override
        public void release(TenantId tenantId, String who) {
          if (who.equals(owner)) {
            owner = null;
          }
        }
      };

  final CallbackRepository callbacks =
      new CallbackRepository() {
        @Override
        public CallbackRequest enqueue(TenantId tenantId, CallbackRequest request) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CallbackRequest> findPublic(CallbackId id) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<CallbackRequest> findPublic(Set<CallbackId> ids) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CallbackRequest> find(TenantId tenantId, CallbackId id) {
          requirePresent();
          return Optional.ofNullable(requests.get(id));
        }

        @Override
        public List<CallbackRequest> list(TenantId tenantId, int limit) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<Call> calls(TenantId tenantId, int first, int most) {
          throw new UnsupportedOperationException();
        }

        @Override
        public int countCalls(TenantId tenantId, int most) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Call> call(TenantId tenantId, AttemptId id) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<CallbackRequest> due(
            TenantId tenantId, Set<ExtensionNumber> busy, int limit, Instant now) {
          requirePresent();
          dueQueries++;
          if (halted) {
            return List.of();
          }
          Set<ExtensionNumber> taken = new HashSet<>(busy);
          return requests.values().stream()
              .filter(request -> request.state() == CallbackState.QUEUED)
              .filter(request -> !request.dueAt().isAfter(now))
              .filter(request -> taken.add(request.agent()))
              .limit(limit)
              .toList();
        }

        @Override
        public Set<AttemptId> begin(TenantId tenantId, List<Attempt> begun) {
          requirePresent();
          Set<AttemptId> ids = new HashSet<>();
          for (Attempt attempt : begun) {
            CallbackId id = attempt.callbackId();
            if (attempt.epoch() == epoch && request(id).state() == CallbackState.QUEUED) {
              attempts.put(attempt.id(), attempt);
              move(id, CallbackState.CALLING, "");
              ids.add(attempt.id());
            }
          }
          commits++;
          afterCommit.run();
          if (losesAnswers) {
            throw new IllegalStateException("the connection broke");
          }
          return ids;
        }

        @Override
        public Set<AttemptId> advance(TenantId tenantId, List<Progress> progress, Instant now) {
          requirePresent();
          Set<AttemptId> ids = new HashSet<>();
          for (Progress one : progress) {
            Attempt attempt = one.attempt();
            if (attempt.epoch() == epoch && attempts.containsKey(attempt.id())) {
              Attempt before = attempts.put(attempt.id(), attempt);
              if (before != null && !before.state().isFinal()) {
                move(attempt.callbackId(), one.state(), one.reason());
                one.retryAt().ifPresent(at -> again(attempt.callbackId(), at));
              }
              if (one.optedOut()) {
                optedOut.add(request(attempt.callbackId()).visitor());
              }
              ids.add(attempt.id());
            }
          }
          commits++;
          if (losesAnswers) {
            throw new IllegalStateException("the connection broke");
          }
          return ids;
        }

        @Override
        public Set<CallbackId> withdrawn(TenantId tenantId) {
          requirePresent();
          return Set.copyOf(withdrawn);
        }

        @Override
        public List<Attempt> open(TenantId tenantId) {
          requirePresent();
          return attempts.values().stream().filter(one -> !one.state().isFinal()).toList();
        }
      };

  private void move(CallbackId id, CallbackState state, String reason) {
    CallbackRequest before = request(id);
    if (before.state() != state) {
      seenByVisitor.add(state);
    }
    requests.put(id, before.in(state, reason, before.dueAt(), before.tries()));
  }

  private void again(CallbackId id, Instant dueAt) {
    CallbackRequest before = request(id);
    requests.put(id, before.in(before.state(), before.reason(), dueAt, before.tries() + 1));
  }

  /** What a lane works with, with these tables as its database. */
  TenantLane.Ports ports(AmiConnector connector, DialerMetrics metrics, Clock clock) {
    return new TenantLane.Ports(
        callbacks,
        retries,
        scripts,
        trunks,
        rules,
        times,
        statistics,
        machines,
        tenant -> halted,
        (tenant, now) -> spent,
        connector,
        Runnable::run,
        Runnable::run,
        metrics,
        new Random(1),
        clock);
  }

  RetryPolicy retryPolicy = RetryPolicy.NONE;

  final RetryPolicies retries =
      new RetryPolicies() {
        @Override
        public RetryPolicy find(TenantId tenantId) {
          requirePresent();
          return retryPolicy;
        }

        @Override
        public void save(TenantId tenantId, RetryPolicy policy) {
          throw new UnsupportedOperationException();
        }
      };

  CallbackScripts.Scripts scriptsFound = CallbackScripts.Scripts.NONE;

  /** Plays as the database counts them: of attempts that were stored as played. */
  final CallbackScripts scripts =
      new CallbackScripts() {
        @Override
        public Scripts find(TenantId tenantId) {
          requirePresent();
          return scriptsFound;
        }

        @Override
        public Map<HandlingId, Ad.Used> used(TenantId tenantId, Map<HandlingId, Instant> days) {
          requirePresent();
          Map<HandlingId, Ad.Used> used = new HashMap<>();
          for (Attempt attempt : attempts.values()) {
            attempt
                .ad()
                .filter(ad -> !attempt.state().isFinal() || ad.playedAt().isPresent())
                .ifPresent(
                    ad ->
                        used.merge(
                            ad.ad(), Ad.Used.NOTHING.andOne(), (before, one) -> before.andOne()));
          }
          return used;
        }

        @Override
        public Map<HandlingId, Long> played(TenantId tenantId, Instant from, Instant to) {
          throw new UnsupportedOperationException();
        }
      };

  /** Tests run at any hour. */
  DialingRules rulesFound =
      new DialingRules(TrunkChoice.Order.AS_LISTED, CallingHours.ALWAYS, Duration.ZERO);

  final DialingRulesRepository rules =
      new DialingRulesRepository() {
        @Override
        public DialingRules find(TenantId tenantId) {
          requirePresent();
          return rulesFound;
        }

        @Override
        public void save(TenantId tenantId, DialingRules changed) {
          throw new UnsupportedOperationException();
        }
      };

  final CallbackTimes times =
      new CallbackTimes() {
        @Override
        public void postpone(
            TenantId tenantId, Map<CallbackId, Instant> until, String reason, Instant now) {
          requirePresent();
          until.forEach(
              (id, moment) -> {
                CallbackRequest before = request(id);
                if (before.state() == CallbackState.QUEUED) {
                  requests.put(id, before.in(before.state(), reason, moment, before.tries()));
                }
              });
        }

        @Override
        public int expire(int most, Instant now) {
          throw new UnsupportedOperationException();
        }
      };

  /** Of the attempts that are stored. */
  final CallbackStatistics statistics =
      new CallbackStatistics() {
        @Override
        public List<Line> report(TenantId tenantId, By by, Instant from, Instant to) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<Leg> newestLegs(TenantId tenantId, Instant since, int most) {
          requirePresent();
          return attempts.values().stream()
              .flatMap(attempt -> attempt.legs().stream())
              .filter(leg -> leg.party() == Leg.Party.VISITOR)
              .filter(leg -> !leg.startedAt().isBefore(since))
              .filter(leg -> leg.answeredAt().isPresent() || leg.endedAt().isPresent())
              .sorted(Comparator.comparing(Leg::startedAt).reversed())
              .limit(most)
              .toList();
        }
      };

  List<Trunk> trunkList = List.of();

  final TrunkRepository trunks =
      new TrunkRepository() {
        @Override
        public List<Trunk> list(TenantId tenantId) {
          requirePresent();
          return trunkList;
        }

        @Override
        public Optional<Trunk> find(TenantId tenantId, TrunkId id) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void save(TenantId tenantId, Trunk trunk) {
          throw new UnsupportedOperationException();
        }

        @Override
        public boolean delete(TenantId tenantId, TrunkId id) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Map<TrunkId, TrunkStatus> statuses(TenantId tenantId) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void status(
            TenantId tenantId, String name, TrunkStatus.State state, String detail, Instant now) {
          requirePresent();
          trunkStates.put(name, new TrunkStatus(state, detail, now));
        }

        @Override
        public void forgetStatuses(TenantId tenantId, Instant now) {
          requirePresent();
          forgotten++;
          trunkStates.clear();
        }
      };

  final VmRepository machines =
      new VmRepository() {
        @Override
        public Optional<VirtualMachine> find(TenantId tenantId) {
          requirePresent();
          return Optional.of(
              new VirtualMachine(
                  VmId.random(),
                  tenantId,
                  "acme",
                  DesiredState.RUNNING,
                  VmStage.RUNNING,
                  "",
                  address,
                  new Secret("guest"),
                  amiSecret,
                  bootId,
                  0,
                  Samples.NOON));
        }

        @Override
        public void add(TenantId tenantId, VirtualMachine machine) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Optional<VirtualMachine> findById(VmId id) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<VirtualMachine> list() {
          throw new UnsupportedOperationException();
        }

        @Override
        public Set<Ipv4> addressesInUse() {
          throw new UnsupportedOperationException();
        }

        @Override
        public void desireDeletion(TenantId tenantId, Instant after) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void askRestart(TenantId tenantId, Instant now) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void choosePlan(TenantId tenantId, Optional<PlanId> plan) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void restarted(VmId id, Instant asked) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void desire(TenantId tenantId, DesiredState desired) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<VirtualMachine> claimDue(String who, int limit, Duration lease, Instant now) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void release(VmId id, String who, Instant nextCheck) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void stage(VmId id, VmStage stage, String reason, Instant now) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void heard(VmId id, String boot, Instant now) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Instant> lastHeard(VmId id) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<StageChange> history(TenantId tenantId, int limit) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void remove(VmId id) {
          throw new UnsupportedOperationException();
        }
      };
}
