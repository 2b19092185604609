package org.ringfence.dialer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Lane;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.pbx.ExtensionNumber;
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

  private static final Duration DUE = Duration.ofSeconds(10);
  private static final int LOOK_AHEAD = 50;

  private static final Logger LOG = Logger.getLogger(TenantLane.class.getName());

  /** What a lane works with. */
  record Ports(
      CallbackRepository callbacks,
      TrunkRepository trunks,
      VmRepository machines,
      AmiConnector connector,
      DialerMetrics metrics,
      Clock clock) {}

  private final Lane lane;
  private final DialerSettings settings;
  private final Ports ports;
  private final Executor tasks;

  private final Map<AttemptId, CallbackCall> calls = new LinkedHashMap<>();
  private final Set<AttemptId> unsaved = new HashSet<>();
  private final TrunkStates states = new TrunkStates();

  private @Nullable Ami ami;
  private int generation;
  private boolean loaded;

  /** Whether an attempt may have been stored without our hearing of it. */
  private boolean unheard;

  private boolean resolved;
  private boolean pinged;
  private boolean statesTold = true;
  private boolean stopped;
  private volatile boolean connected;

  private Duration pause = FIRST_PAUSE;
  private Instant nextConnect = Instant.MIN;
  private Instant nextAudit = Instant.MIN;
  private Instant nextDue = Instant.MIN;
  private Instant heard = Instant.MIN;
  private Instant lost;

  TenantLane(Lane lane, DialerSettings settings, Ports ports, Executor executor) {
    this.lane = lane;
    this.settings = settings;
    this.ports = ports;
    this.tasks = new SerialExecutor(executor);
    this.lost = ports.clock().instant();
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

  /** Something was requested. */
  void wake() {
    tasks.execute(this::dial);
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

  private void look() {
    if (stopped) {
      return;
    }
    Instant now = ports.clock().instant();
    if (!load(now)) {
      return;
    }
    findUnheard(now);
    List.copyOf(unsaved).forEach(id -> save(id, now));
    if (ami == null) {
      forgetStates(now);
      resolveByBoot(now);
      connect(now);
    } else {
      keepAlive(now);
      audit(now);
    }
    for (AttemptId id : List.copyOf(calls.keySet())) {
      apply(id, new CallEvent.TimePassed(settings.timeouts()), now);
    }
    if (!now.isBefore(nextDue)) {
      dial();
    }
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
      if (!calls.containsKey(attempt.id())) {
        ports
            .callbacks()
            .find(tenant(), attempt.callbackId())
            .map(request -> CallbackCall.takeOver(attempt, request, lane.epoch(), now))
            .ifPresent(call -> calls.put(call.id(), call));
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
    if (now.isBefore(nextConnect)) {
      return;
    }
    Optional<VirtualMachine> machine = ports.machines().find(tenant());
    if (machine.isEmpty()) {
      nextConnect = now.plus(LONGEST_PAUSE);
      return;
    }
    int current = ++generation;
    try {
      Ami made =
          ports
              .connector()
              .connect(
                  machine.get().address(),
                  machine.get().amiSecret(),
                  event -> tasks.execute(() -> on(current, event)));
      ami = made;
      connected = true;
      resolved = false;
      pinged = false;
      pause = FIRST_PAUSE;
      heard = now;
      nextAudit = now.plus(AUDIT);
      statesTold = true;
      states.forget();
      made.askChannels();
      made.askStates();
      LOG.log(Level.INFO, "Connected to the PBX of tenant {0}", tenant());
    } catch (AmiUnavailable unavailable) {
      LOG.log(Level.FINE, "No connection to the PBX of tenant " + tenant() + " yet", unavailable);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
      nextConnect = now.plus(pause);
      disconnect();
    }
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
    for (AttemptId id : List.copyOf(calls.keySet())) {
      apply(id, new CallEvent.ContactLost(), now);
    }
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
    if (!resolved || !calls.isEmpty()) {
      send(Ami::askChannels, now);
    }
  }

  private void forgetStates(Instant now) {
    if (statesTold && isLate(lost, STATES_KEPT, now)) {
      ports.trunks().forgetStatuses(tenant(), now);
      statesTold = false;
    }
  }

  /** A call of before the VM's last boot is over, also while its PBX cannot be asked. */
  private void resolveByBoot(Instant now) {
    if (calls.isEmpty()) {
      return;
    }
    String boot = ports.machines().find(tenant()).map(VirtualMachine::bootId).orElse("");
    for (CallbackCall call : List.copyOf(calls.values())) {
      String before = call.attempt().bootId();
      if (!boot.isEmpty() && !before.isEmpty() && !boot.equals(before)) {
        apply(call.id(), new CallEvent.Restarted(), now);
      }
    }
  }

  // ---- callbacks that are due ----

  private void dial() {
    Ami connection = ami;
    if (stopped || connection == null || !resolved || unheard) {
      return;
    }
    Instant now = ports.clock().instant();
    nextDue = now.plus(DUE);
    if (calls.size() >= settings.callsPerTenant()) {
      return;
    }
    String boot = ports.machines().find(tenant()).map(VirtualMachine::bootId).orElse("");
    for (CallbackRequest request : ports.callbacks().due(tenant(), LOOK_AHEAD, now)) {
      if (calls.size() >= settings.callsPerTenant()) {
        return;
      }
      // An agent talks to one visitor at a time; the others wait.
      if (!isBusy(request.agent()) && !begin(connection, request, boot, now)) {
        return;
      }
    }
  }

  private boolean isBusy(ExtensionNumber agent) {
    return calls.values().stream().anyMatch(call -> call.agent().equals(agent));
  }

  /** False when nothing more can be sent now. */
  private boolean begin(Ami connection, CallbackRequest request, String boot, Instant now) {
    Attempt attempt =
        new Attempt(
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
            Optional.empty());
    // Committed before it is sent: a crash in between leaves a call that nobody made, never one
    // that nobody knows.
    Optional<Attempt> begun;
    try {
      begun = ports.callbacks().begin(tenant(), request.id(), attempt);
    } catch (RuntimeException failure) {
      unheard = true;
      throw failure;
    }
    if (begun.isEmpty()) {
      return true;
    }
    CallbackCall call = CallbackCall.begin(attempt, request);
    calls.put(call.id(), call);
    ports.metrics().attempt();
    Timeouts timeouts = settings.timeouts();
    try {
      connection.originate(
          call.id(), call.agent(), call.visitor(), timeouts.agentRing(), timeouts.visitorRing());
      return true;
    } catch (AmiUnavailable unavailable) {
      contactLost("a call could not be sent", now);
      return false;
    }
  }

  // ---- what the PBX tells ----

  private void on(int from, AmiEvent event) {
    if (stopped || from != generation) {
      return;
    }
    Instant now = ports.clock().instant();
    heard = now;
    pinged = false;
    if (event instanceof AmiEvent.ChannelCreated created) {
      toAttempt(created.channelId(), new CallEvent.AgentCalled(), now);
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
    } else if (event instanceof AmiEvent.Bridged bridged) {
      toOwner(bridged.channelId(), new CallEvent.Entered(bridged.channelId()), now);
    } else if (event instanceof AmiEvent.HungUp hungUp) {
      toOwner(hungUp.channelId(), new CallEvent.Ended(hungUp.channelId(), hungUp.cause()), now);
    } else if (event instanceof AmiEvent.OriginateFailed failed) {
      toAttempt(failed.attemptId(), new CallEvent.AgentUnreachable(failed.words()), now);
    } else if (event instanceof AmiEvent.Channels seen) {
      for (AttemptId id : List.copyOf(calls.keySet())) {
        apply(id, new CallEvent.Seen(seen.channels()), now);
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
    calls.keySet().stream()
        .filter(id -> id.toString().equals(channelId))
        .findFirst()
        .ifPresent(id -> apply(id, event, now));
  }

  private void toOwner(String channelId, CallEvent event, Instant now) {
    for (CallbackCall call : List.copyOf(calls.values())) {
      if (call.has(channelId)) {
        apply(call.id(), event, now);
      }
    }
  }

  private void apply(AttemptId id, CallEvent event, Instant now) {
    CallbackCall before = calls.get(id);
    if (before == null) {
      return;
    }
    CallbackCall.Step step = before.on(event, now);
    calls.put(id, step.call());
    List<CallCommand> commands = new ArrayList<>(step.commands());
    if (commands.stream().anyMatch(CallCommand.Store.class::isInstance)) {
      save(id, now);
    }
    for (CallCommand command : commands) {
      if (command instanceof CallCommand.HangUp hangUp) {
        send(connection -> connection.hangUp(hangUp.attempt().toString()), now);
      }
    }
  }

  /** Stores a call as it is now; one that cannot be stored is kept and tried again. */
  private void save(AttemptId id, Instant now) {
    CallbackCall call = calls.get(id);
    if (call == null) {
      unsaved.remove(id);
      return;
    }
    CallCommand.Store store = call.store();
    boolean stored;
    try {
      stored =
          ports.callbacks().advance(tenant(), store.attempt(), store.state(), store.reason(), now);
    } catch (RuntimeException failure) {
      if (unsaved.add(id)) {
        LOG.log(Level.WARNING, "Call " + id + " cannot be stored now; trying again", failure);
      }
      return;
    }
    unsaved.remove(id);
    if (!stored) {
      LOG.log(Level.WARNING, "Call {0} belongs to another dialer now", id);
      calls.remove(id);
    } else if (call.isFinal()) {
      calls.remove(id);
      boolean completed = call.state() == AttemptState.COMPLETED;
      ports.metrics().outcome(completed ? "completed" : store.reason());
      // The agent is free for the next visitor.
      tasks.execute(this::dial);
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
