package org.ringfence.dialer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.AdPlay;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackScripts;
import org.ringfence.domain.callback.CallbackStatistics;
import org.ringfence.domain.callback.CallbackTimes;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.DialingRulesRepository;
import org.ringfence.domain.callback.Lane;
import org.ringfence.domain.callback.RetryPolicies;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.tenant.TenantId;

/**
 * Dials for one tenant while its lane is held: keeps the connection to the tenant's PBX, begins
 * callbacks that are due, and lets every call know what happens to it.
 *
 * <p>All work is done one task after another; the public face only adds tasks and never waits.
 */
final class TenantLane {
  /** How long a connection that stays silent is trusted, and how long it then has to answer. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** What trunks did is not told any more when the PBX is out of reach for longer. */
  private static final Duration STATES_KEPT = Duration.ofSeconds(5);

  /** Levels, where events could have been missed. */
  private static final Duration AUDIT = Duration.ofSeconds(30);

  /** How long nothing is looked for when only agents that talk have callbacks waiting. */
  private static final Duration ALL_BUSY = Duration.ofMillis(250);

  /**
   * Calls that the PBX was sent and has not begun, at most. More of them would only wait there,
   * each in a thread of its own, and slow down those that are further; so a PBX gets new calls as
   * fast as it begins them.
   */
  static final int WINDOW = 24;

  /** When a number that is nowhere to be called by day is looked at again. */
  private static final Duration NEVER_DAY = Duration.ofDays(1);

  /** How late the dialer may notice that the day's minutes or money are used up. */
  private static final Duration SPENT_FRESH = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(TenantLane.class.getName());

  /**
   * What a lane works with.
   *
   * @param halted whether a tenant's kill switch is thrown
   * @param spent whether a tenant's day has nothing left for callbacks of widgets
   * @param connecting waits for PBXs that may not answer, so that no lane does
   * @param random decides where several trunks are as good
   * @param soon does what may wait a moment, so that it is done once for more of what happens
   */
  record Ports(
      CallbackRepository callbacks,
      RetryPolicies retries,
      CallbackScripts scripts,
      TrunkRepository trunks,
      DialingRulesRepository rules,
      CallbackTimes times,
      CallbackStatistics statistics,
      VmRepository machines,
      Predicate<TenantId> halted,
      BiPredicate<TenantId, Instant> spent,
      AmiConnector connector,
      Executor connecting,
      Executor soon,
      DialerMetrics metrics,
      RandomGenerator random,
      Clock clock) {}

  private final Lane lane;
  private final DialerSettings settings;
  private final Ports ports;
  private final Executor tasks;

  private final LaneCalls calls;
  private final ScriptBook scripts;
  private final TrunkBook trunks;
  private final TrunkStates states = new TrunkStates();

  private @Nullable Ami ami;
  private boolean connecting;
  private boolean storingAsked;
  private boolean dialAsked;
  private int generation;
  private boolean loaded;

  /** Whether an attempt may have been stored without our hearing of it. */
  private boolean unheard;

  private boolean resolved;
  private boolean pinged;
  private boolean statesTold = true;
  private boolean stopped;
  private volatile boolean connected;

  private boolean spent;
  private Instant spentStale = Instant.MIN;

  private Duration pause = FIRST_PAUSE;
  private Instant nextConnect = Instant.MIN;
  private Instant nextAudit = Instant.MIN;
  private Instant nextDial = Instant.MIN;

  /** Before this, looking for what is due would take most of the lane's time. */
  private Instant rested = Instant.MIN;

  /** Whether more was due than the PBX could be sent. */
  private boolean more;

  private Instant heard = Instant.MIN;
  private Instant lost;

  /** What the clock said last. */
  private Instant latest;

  TenantLane(Lane lane, DialerSettings settings, Ports ports, Executor executor) {
    this.lane = lane;
    this.settings = settings;
    this.ports = ports;
    this.tasks = new SerialExecutor(executor);
    this.trunks =
        new TrunkBook(
            lane.tenantId(), ports.trunks(), ports.rules(), ports.statistics(), ports.random());
    this.calls =
        new LaneCalls(
            lane.tenantId(), ports.callbacks(), ports.retries(), ports.metrics(), trunks::decided);
    this.scripts = new ScriptBook(lane.tenantId(), ports.scripts());
    this.lost = ports.clock().instant();
    this.latest = lost;
  }

  Lane lane() {
    return lane;
  }

  boolean isConnected() {
    return connected;
  }

  /** Looks after everything that depends on time. */
  void tick() {
    tasks.execute(this::look);
  }

  /** Something is due. */
  void wake() {
    tasks.execute(
        () -> {
          Instant now = now();
          if (!now.isBefore(nextDial) && !dial()) {
            nextDial = now.plus(ALL_BUSY);
          }
        });
  }

  /** Ends the connection and leaves calls as they are: whoever takes the lane finds them. */
  void stop() {
    tasks.execute(
        () -> {
          stopped = true;
          disconnect();
        });
  }

  // ---- time ----

  /** A clock that was set back must not hold up what was planned by it before. */
  private Instant now() {
    Instant now = ports.clock().instant();
    if (now.isBefore(latest)) {
      nextConnect = Instant.MIN;
      nextAudit = Instant.MIN;
      nextDial = Instant.MIN;
      rested = Instant.MIN;
      heard = now;
      lost = now;
      trunks.forgetTime();
    }
    latest = now;
    return now;
  }

  private void look() {
    if (stopped) {
      return;
    }
    Instant now = now();
    if (!load(now)) {
      return;
    }
    findUnheard(now);
    store();
    if (ami == null) {
      forgetStates(now);
      resolveByBoot(now);
      connect(now);
    } else {
      keepAlive(now);
      audit(now);
      obeySwitch(now);
    }
    toAll(new CallEvent.TimePassed(settings.timeouts()), now);
  }

  /** Calls that are open in the database are taken over before anything new is begun. */
  private boolean load(Instant now) {
    if (!loaded) {
      takeOverOpen(now);
      loaded = true;
    }
    return loaded;
  }

  private void takeOverOpen(Instant now) {
    for (Attempt attempt : ports.callbacks().open(tenant())) {
      if (!calls.has(attempt.id())) {
        ports
            .callbacks()
            .find(tenant(), attempt.callbackId())
            .map(request -> CallbackCall.takeOver(attempt, request, lane.epoch(), now))
            .ifPresent(calls::add);
      }
    }
  }

  /** A commit whose answer got lost left an attempt that nobody sent and nobody would ever end. */
  private void findUnheard(Instant now) {
    if (!unheard) {
      return;
    }
    try {
      takeOverOpen(now);
      unheard = false;
      nextAudit = now;
    } catch (RuntimeException stillAway) {
      LOG.log(Level.FINE, "Open calls cannot be looked up yet", stillAway);
    }
  }

  private void connect(Instant now) {
    if (connecting || now.isBefore(nextConnect)) {
      return;
    }
    Optional<VirtualMachine> machine = ports.machines().find(tenant());
    if (machine.isEmpty()) {
      nextConnect = now.plus(LONGEST_PAUSE);
      return;
    }
    int current = ++generation;
    connecting = true;
    try {
      ports.connecting().execute(() -> connect(machine.get(), current));
    } catch (RuntimeException rejected) {
      connecting = false;
      throw rejected;
    }
  }

  /** On a thread that may wait. */
  private void connect(VirtualMachine machine, int current) {
    try {
      Ami made =
          ports
              .connector()
              .connect(
                  machine.address(),
                  machine.amiSecret(),
                  event -> tasks.execute(() -> on(current, event)));
      tasks.execute(() -> connected(made, current));
    } catch (AmiUnavailable unavailable) {
      LOG.log(Level.FINE, "No connection to the PBX of tenant " + tenant() + " yet", unavailable);
      tasks.execute(this::notConnected);
    } catch (RuntimeException failure) {
      LOG.log(Level.SEVERE, "Connecting to the PBX of tenant " + tenant() + " failed", failure);
      tasks.execute(this::notConnected);
    }
  }

  private void notConnected() {
    connecting = false;
    generation++;
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    nextConnect = now().plus(pause);
  }

  private void connected(Ami made, int current) {
    connecting = false;
    if (stopped || current != generation) {
      made.close();
      return;
    }
    Instant now = now();
    ami = made;
    connected = true;
    resolved = false;
    pinged = false;
    pause = FIRST_PAUSE;
    heard = now;
    nextAudit = now.plus(AUDIT);
    statesTold = true;
    states.forget();
    send(Ami::askChannels, now);
    send(Ami::askStates, now);
    LOG.log(Level.INFO, "Connected to the PBX of tenant {0}", tenant());
  }

  private void disconnect() {
    generation++;
    connected = false;
    Ami before = ami;
    ami = null;
    if (before != null) {
      before.close();
    }
  }

  private void contactLost(String why, Instant now) {
    if (ami != null) {
      LOG.log(Level.WARNING, "Lost the PBX of tenant {0}: {1}", new Object[] {tenant(), why});
    }
    disconnect();
    resolved = false;
    lost = now;
    nextConnect = now.plus(FIRST_PAUSE);
    toAll(new CallEvent.ContactLost(), now);
  }

  /** A VM that was killed does not say goodbye: whoever is silent for long is asked. */
  private void keepAlive(Instant now) {
    if (!isLate(heard, SILENCE, now)) {
      return;
    }
    if (pinged && isLate(heard, SILENCE.multipliedBy(2), now)) {
      contactLost("it does not answer", now);
    } else if (!pinged) {
      pinged = true;
      send(Ami::ping, now);
    }
  }

  private void audit(Instant now) {
    if (now.isBefore(nextAudit)) {
      return;
    }
    nextAudit = now.plus(AUDIT);
    send(Ami::askStates, now);
    if (!resolved || calls.size() > 0) {
      send(Ami::askChannels, now);
    }
  }

  /** Nobody who waits is called any more; whoever is called or talks already is left alone. */
  private void obeySwitch(Instant now) {
    List<CallbackCall> before = calls.all().stream().filter(CallbackCall::isBeforeVisitor).toList();
    if (before.isEmpty()) {
      return;
    }
    if (ports.halted().test(tenant())) {
      toAll(new CallEvent.Halted(), now);
      return;
    }
    Set<CallbackId> withdrawn = ports.callbacks().withdrawn(tenant());
    before.stream()
        .filter(call -> withdrawn.contains(call.attempt().callbackId()))
        .forEach(call -> apply(call.id(), new CallEvent.Halted(Verdict.WITHDRAWN), now));
  }

  private void forgetStates(Instant now) {
    if (statesTold && isLate(lost, STATES_KEPT, now)) {
      ports.trunks().forgetStatuses(tenant(), now);
      statesTold = false;
    }
  }

  /** A call of before the VM's last boot is over, also while its PBX cannot be asked. */
  private void resolveByBoot(Instant now) {
    if (calls.size() == 0) {
      return;
    }
    String boot = ports.machines().find(tenant()).map(VirtualMachine::bootId).orElse("");
    for (CallbackCall call : calls.all()) {
      String before = call.attempt().bootId();
      if (!boot.isEmpty() && !before.isEmpty() && !boot.equals(before)) {
        apply(call.id(), new CallEvent.Restarted(), now);
      }
    }
  }

  // ---- callbacks that are due ----

  private void askDial() {
    if (!dialAsked) {
      dialAsked = true;
      tasks.execute(this::dial);
    }
  }

  /** False when nothing was found that could be called now. */
  private boolean dial() {
    dialAsked = false;
    Ami connection = ami;
    int free = settings.callsPerTenant() - calls.size();
    if (stopped || connection == null || !resolved || unheard || free <= 0) {
      return false;
    }
    Instant now = now();
    int room = Math.min(free, WINDOW - calls.unheard());
    if (room <= 0 || now.isBefore(rested)) {
      // The next one that is begun, or the next look, brings us back.
      more = true;
      return true;
    }
    // An agent talks to one visitor at a time; the others wait.
    List<CallbackRequest> due = ports.callbacks().due(tenant(), calls.busyAgents(), room, now);
    more = due.size() == room;
    boolean found = !due.isEmpty();
    List<CallbackRequest> callable = callable(due, now);
    if (!callable.isEmpty()) {
      begin(connection, callable, now);
    }
    // What is asked for more often finds less: events and their storing come first.
    Instant after = now();
    rested = after.plus(Duration.between(now, after));
    return found;
  }

  /**
   * Those of them that may be called now: whoever would be woken waits until it is day, what the
   * day has no means for until the next one, and whose deadline has passed is left to be ended.
   */
  private List<CallbackRequest> callable(List<CallbackRequest> due, Instant now) {
    if (due.isEmpty()) {
      return due;
    }
    DialingRules rules = trunks.rules(now);
    boolean spent = due.stream().anyMatch(one -> !one.isOfQueue()) && isSpent(now);
    Map<CallbackId, Instant> tomorrow = new LinkedHashMap<>();
    Map<CallbackId, Instant> nights = new LinkedHashMap<>();
    List<CallbackRequest> callable = new ArrayList<>();
    for (CallbackRequest request : due) {
      if (request.expiresAt().filter(deadline -> !deadline.isAfter(now)).isPresent()) {
        continue;
      }
      if (spent && !request.isOfQueue()) {
        tomorrow.put(request.id(), now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)));
        continue;
      }
      // Where there is never a day in all zones, its deadline ends it, or other rules let it go.
      Instant day = rules.callableAt(request, now).orElse(now.plus(NEVER_DAY));
      if (day.isAfter(now)) {
        nights.put(request.id(), day);
      } else {
        callable.add(request);
      }
    }
    if (!tomorrow.isEmpty()) {
      ports.times().postpone(tenant(), tomorrow, CallbackRequest.SPENT, now);
    }
    if (!nights.isEmpty()) {
      ports.times().postpone(tenant(), nights, CallbackRequest.NIGHT, now);
    }
    return callable;
  }

  /** Asked no more often than it has to be: calls end, and so are counted, one after another. */
  private boolean isSpent(Instant now) {
    if (!now.isBefore(spentStale)) {
      spent = ports.spent().test(tenant(), now);
      spentStale = now.plus(SPENT_FRESH);
    }
    return spent;
  }

  /** Half the window free again is worth a look into the queue. */
  private void sendMore() {
    if (more && calls.unheard() <= WINDOW / 2) {
      askDial();
    }
  }

  private void begin(Ami connection, List<CallbackRequest> due, Instant now) {
    String boot = ports.machines().find(tenant()).map(VirtualMachine::bootId).orElse("");
    Map<CallbackRequest, Ami.Script> chosen = scripts.choose(due, now);
    // Before anything is committed: a call that could not be sent any more may have been sent.
    Iterator<TrunkChoice.Chosen> ways = trunks.choose(due.size(), now).iterator();
    Map<Attempt, CallbackRequest> attempts = new LinkedHashMap<>();
    due.forEach(
        request -> attempts.put(attempt(request, chosen(chosen, request), boot, now), request));
    // Committed before it is sent: a crash in between leaves calls that nobody made, never one
    // that nobody knows.
    Set<AttemptId> begun;
    try {
      begun = ports.callbacks().begin(tenant(), List.copyOf(attempts.keySet()));
    } catch (RuntimeException failure) {
      unheard = true;
      throw failure;
    }
    Map<CallbackCall, Ami.Script> sending = new LinkedHashMap<>();
    attempts.forEach(
        (attempt, request) -> {
          if (begun.contains(attempt.id())) {
            sending.put(CallbackCall.begin(attempt, request), chosen(chosen, request));
          }
        });
    // All are known before the first is sent: when it cannot be, none of them may have been.
    sending.keySet().forEach(calls::add);
    Timeouts timeouts = settings.timeouts();
    for (Map.Entry<CallbackCall, Ami.Script> each : sending.entrySet()) {
      CallbackCall call = each.getKey();
      ports.metrics().attempt();
      try {
        connection.originate(
            call.id(),
            call.agent(),
            call.visitor(),
            timeouts.agentRing(),
            timeouts.visitorRing(),
            ways.next(),
            each.getValue());
      } catch (AmiUnavailable unavailable) {
        contactLost("a call could not be sent", now);
        return;
      }
    }
  }

  private static Ami.Script chosen(
      Map<CallbackRequest, Ami.Script> chosen, CallbackRequest request) {
    return chosen.getOrDefault(request, Ami.Script.NONE);
  }

  private Attempt attempt(CallbackRequest request, Ami.Script script, String boot, Instant now) {
    return new Attempt(
        AttemptId.random(),
        request.id(),
        tenant(),
        AttemptState.SENDING,
        "",
        lane.epoch(),
        boot,
        List.of(),
        now,
        Optional.empty(),
        Optional.empty(),
        script.ad().map(AdPlay::new));
  }

  // ---- what the PBX tells ----

  private void on(int from, AmiEvent event) {
    if (stopped || from != generation) {
      return;
    }
    Instant now = now();
    heard = now;
    pinged = false;
    if (event instanceof AmiEvent.ChannelCreated created) {
      toAttempt(created.channelId(), new CallEvent.AgentCalled(), now);
      if (calls.wasGivenUp(created.channelId())) {
        send(connection -> connection.hangUp(created.channelId()), now);
      }
    } else if (event instanceof AmiEvent.Dialling dialling) {
      toAttempt(dialling.channelId(), new CallEvent.AgentCalled(), now);
      toAttempt(
          dialling.callerId(),
          new CallEvent.VisitorCalled(dialling.channelId(), Channels.trunk(dialling.channel())),
          now);
    } else if (event instanceof AmiEvent.Ringing ringing) {
      toOwner(ringing.channelId(), new CallEvent.VisitorRings(ringing.channelId()), now);
    } else if (event instanceof AmiEvent.Dialled dialled) {
      dialled(dialled, now);
    } else if (event instanceof AmiEvent.Script script) {
      script(script, now);
    } else if (event instanceof AmiEvent.Bridged bridged) {
      toOwner(bridged.channelId(), new CallEvent.Entered(bridged.channelId()), now);
    } else if (event instanceof AmiEvent.HungUp hungUp) {
      toOwner(hungUp.channelId(), new CallEvent.Ended(hungUp.channelId(), hungUp.cause()), now);
    } else if (event instanceof AmiEvent.OriginateFailed failed) {
      toAttempt(failed.attemptId(), new CallEvent.AgentUnreachable(failed.words()), now);
    } else if (event instanceof AmiEvent.Channels seen) {
      calls
          .channels(seen.channels())
          .forEach((id, channels) -> apply(id, new CallEvent.Seen(channels), now));
      if (calls.all().stream().anyMatch(call -> call.state() == AttemptState.UNKNOWN)) {
        nextAudit = now.plus(CallbackCall.SETTLING);
      }
      if (!resolved) {
        resolved = true;
        dial();
      }
    } else if (event instanceof AmiEvent.Registration registration) {
      states.registration(registration.name(), registration.status());
      tellStates(now);
    } else if (event instanceof AmiEvent.RegistrationsChanged) {
      send(Ami::askStates, now);
    } else if (event instanceof AmiEvent.Device device) {
      states.device(device.device(), device.state());
      tellStates(now);
    } else if (event instanceof AmiEvent.Disconnected disconnected) {
      contactLost(disconnected.why(), now);
    }
  }

  private void script(AmiEvent.Script script, Instant now) {
    switch (script.what()) {
      case "declined" -> toAttempt(script.attemptId(), new CallEvent.AgentDeclined(), now);
      case "begun" -> toAttempt(script.attemptId(), new CallEvent.AdBegun(script.channelId()), now);
      case "played" ->
          toAttempt(script.attemptId(), new CallEvent.AdPlayed(script.channelId()), now);
      case "opted-out" ->
          toAttempt(script.attemptId(), new CallEvent.VisitorOptedOut(script.channelId()), now);
      default -> LOG.log(Level.FINE, "A script tells of {0}", script.what());
    }
  }

  private void dialled(AmiEvent.Dialled dialled, Instant now) {
    boolean answered = dialled.status().equals("ANSWER");
    if (answered) {
      toAttempt(dialled.channelId(), new CallEvent.AgentAnswered(), now);
      toAttempt(dialled.callerId(), new CallEvent.VisitorAnswered(dialled.channelId()), now);
    } else if (dialled.status().equals("CANCEL")) {
      toAttempt(dialled.callerId(), new CallEvent.AgentGaveUp(), now);
    }
  }

  private void tellStates(Instant now) {
    states
        .changes()
        .forEach(
            (name, status) ->
                ports.trunks().status(tenant(), name, status.state(), status.detail(), now));
  }

  // ---- calls ----

  private void toAttempt(String channelId, CallEvent event, Instant now) {
    calls.ofAgent(channelId).ifPresent(id -> apply(id, event, now));
  }

  private void toOwner(String channelId, CallEvent event, Instant now) {
    calls.ofChannel(channelId).ifPresent(id -> apply(id, event, now));
  }

  private void toAll(CallEvent event, Instant now) {
    calls.all().forEach(call -> apply(call.id(), event, now));
  }

  private void apply(AttemptId id, CallEvent event, Instant now) {
    List<CallCommand.HangUp> hangUps = calls.apply(id, event, now);
    sendMore();
    if (calls.isChanged() && !calls.isFailing()) {
      askStore();
    }
    for (CallCommand.HangUp hangUp : hangUps) {
      send(connection -> connection.hangUp(hangUp.attempt().toString()), now);
    }
  }

  /** Stored together with what else happens within a moment. */
  private void askStore() {
    if (!storingAsked) {
      storingAsked = true;
      ports.soon().execute(() -> tasks.execute(this::store));
    }
  }

  private void store() {
    storingAsked = false;
    if (calls.store(now()) > 0) {
      // An agent is free for the next visitor.
      askDial();
    }
    if (calls.isChanged() && !calls.isFailing()) {
      askStore();
    }
  }

  /** Something that is sent to the PBX. */
  private interface Sending {
    void to(Ami connection) throws AmiUnavailable;
  }

  private void send(Sending sending, Instant now) {
    Ami connection = ami;
    if (connection == null) {
      return;
    }
    try {
      sending.to(connection);
    } catch (AmiUnavailable unavailable) {
      contactLost("it does not take what is sent", now);
    }
  }

  private TenantId tenant() {
    return lane.tenantId();
  }

  private static boolean isLate(Instant since, Duration limit, Instant now) {
    return since.isBefore(now.minus(limit));
  }
}
