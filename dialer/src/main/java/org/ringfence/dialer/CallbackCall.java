package org.ringfence.dialer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.callback.RetryPolicy.Outcome;
import org.ringfence.domain.pbx.ExtensionNumber;

/**
 * One attempt to connect two people, as a pure machine: a state and an event give the next state
 * and what is to be done. Events may come late, twice, in any order, or never.
 *
 * <p>SENDING, CALLING_AGENT, CALLING_VISITOR, BRIDGED, COMPLETED; from everywhere to FAILED, and to
 * UNKNOWN while Asterisk cannot be asked. Nothing leaves COMPLETED or FAILED.
 *
 * @param attempt what is stored; its id is the unique id of the agent's channel
 * @param tries how often its request was tried before and went back into the queue
 * @param stateSince when it came into this state
 * @param bridged channels of this call that entered a bridge
 * @param rang channels of this call whose far end said that a phone rings
 * @param verdict why it will have failed if nobody comes to talk any more; that its visitor never
 *     wants to be called again is said of a conversation, too
 * @param hangingUp whether the agent's channel was told to end
 */
record CallbackCall(
    Attempt attempt,
    ExtensionNumber agent,
    E164 visitor,
    int tries,
    Instant stateSince,
    Set<String> bridged,
    Set<String> rang,
    Optional<Verdict> verdict,
    boolean hangingUp) {

  /** A leg younger than this may be missing in a list of channels that Asterisk began before it. */
  static final Duration SETTLING = Duration.ofSeconds(5);

  /**
   * How long a call that was sent may not be heard of: a PBX with much to do begins it late, and
   * says so when it cannot.
   */
  static final Duration UNHEARD = Duration.ofMinutes(2);

  /** How long an agent who has answered may be busy with what is asked. */
  private static final Duration LONGEST_PROMPT = Duration.ofMinutes(3);

  CallbackCall {
    bridged = Set.copyOf(bridged);
    rang = Set.copyOf(rang);
  }

  /** What an event brought about. */
  record Step(CallbackCall call, List<CallCommand> commands) {
    Step {
      commands = List.copyOf(commands);
    }
  }

  /** A call that is about to be sent. */
  static CallbackCall begin(Attempt attempt, CallbackRequest request) {
    return new CallbackCall(
        attempt,
        request.agent(),
        request.visitor(),
        request.tries(),
        attempt.startedAt(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        false);
  }

  /** A call that another dialer began, or this one before it ended: what it does is not known. */
  static CallbackCall takeOver(Attempt attempt, CallbackRequest request, long epoch, Instant now) {
    Attempt taken = Attempts.takenOver(attempt, epoch);
    return new CallbackCall(
        taken,
        request.agent(),
        request.visitor(),
        request.tries(),
        now,
        Set.of(),
        Set.of(),
        Optional.empty(),
        false);
  }

  /** The whole machine: final states stay as they are, everything else is up to the event. */
  Step on(CallEvent event, Instant now) {
    CallbackCall after = isFinal() ? this : event.on(this, now);
    List<CallCommand> commands = new ArrayList<>();
    // That a phone rings is stored with what comes next.
    boolean told = !(event instanceof CallEvent.VisitorRings);
    if ((told && !after.attempt.equals(attempt)) || (after.hasOptedOut() && !hasOptedOut())) {
      commands.add(new CallCommand.Store(after.progress()));
    }
    if (after.hangingUp && !hangingUp && !after.isFinal()) {
      commands.add(new CallCommand.HangUp(id()));
    }
    return new Step(after, commands);
  }

  AttemptId id() {
    return attempt.id();
  }

  AttemptState state() {
    return attempt.state();
  }

  boolean isFinal() {
    return state().isFinal();
  }

  /** Whether a channel belongs to this call. */
  boolean has(String channelId) {
    return isAgent(channelId) || leg(channelId).isPresent();
  }

  /** What another try would be for, now that it has failed; empty when there must be none. */
  Optional<Outcome> again() {
    return verdict.filter(why -> state() == AttemptState.FAILED).flatMap(Verdict::again);
  }

  /** What to store of it as it is now. */
  Progress progress() {
    String code = verdict.filter(why -> isFinal()).map(Verdict::code).orElse("");
    return new Progress(attempt, requestState(), code, Optional.empty(), hasOptedOut());
  }

  private CallbackState requestState() {
    return switch (state()) {
      case SENDING, CALLING_AGENT, CALLING_VISITOR -> CallbackState.CALLING;
      case UNKNOWN ->
          attempt.bridgedAt().isPresent() ? CallbackState.CONNECTED : CallbackState.CALLING;
      case BRIDGED -> CallbackState.CONNECTED;
      case COMPLETED -> CallbackState.ENDED;
      case FAILED -> CallbackState.FAILED;
    };
  }

  // ---- events; each is called in states that are not final ----

  CallbackCall agentCalled(Instant now) {
    return switch (state()) {
      case SENDING, UNKNOWN -> withAgentLeg(now).in(AttemptState.CALLING_AGENT, now);
      case CALLING_AGENT, CALLING_VISITOR, BRIDGED, COMPLETED, FAILED -> this;
    };
  }

  CallbackCall agentAnswered(Instant now) {
    return switch (state()) {
      case SENDING, CALLING_AGENT, UNKNOWN ->
          withAgentUp(now).in(AttemptState.CALLING_VISITOR, now).settled(now);
      case CALLING_VISITOR, BRIDGED, COMPLETED, FAILED -> this;
    };
  }

  CallbackCall agentUnreachable(String words, Instant now) {
    return switch (state()) {
      // Where there is a channel, its end says more, and comes next.
      case SENDING, CALLING_AGENT, UNKNOWN ->
          leg(agentChannel()).isPresent()
              ? this
              : because(Verdict.ofUnreachableAgent(words)).finished(now);
      case CALLING_VISITOR, BRIDGED, COMPLETED, FAILED -> this;
    };
  }

  CallbackCall visitorCalled(String channelId, String trunk, Instant now) {
    if (has(channelId)) {
      return this;
    }
    // Only the dialplan calls a visitor, and it runs when the agent has answered.
    CallbackCall called = withAgentUp(now).withVisitorLeg(channelId, trunk, now);
    return switch (state()) {
      case SENDING, CALLING_AGENT, UNKNOWN -> called.in(AttemptState.CALLING_VISITOR, now);
      case CALLING_VISITOR, BRIDGED, COMPLETED, FAILED -> called;
    };
  }

  CallbackCall visitorRings(String channelId, Instant now) {
    if (leg(channelId).isEmpty()) {
      return this;
    }
    Set<String> ringing = new HashSet<>(rang);
    ringing.add(channelId);
    Attempt after = changing(channelId, leg -> Attempts.rang(leg, now)).attempt();
    return new CallbackCall(
        after, agent, visitor, tries, stateSince, bridged, ringing, verdict, hangingUp);
  }

  CallbackCall visitorAnswered(String channelId, Instant now) {
    return leg(channelId).isEmpty() ? this : withAnswered(channelId, now);
  }

  CallbackCall agentDeclined() {
    return switch (state()) {
      case CALLING_VISITOR, CALLING_AGENT, SENDING, UNKNOWN ->
          visitorLegs().findAny().isEmpty() ? because(Verdict.NOT_ACCEPTED) : this;
      case BRIDGED, COMPLETED, FAILED -> this;
    };
  }

  /** Whoever heard it to its end had answered. */
  CallbackCall adPlayed(String channelId, Instant now) {
    if (attempt.ad().isEmpty() || isAgent(channelId)) {
      return this;
    }
    CallbackCall answered = visitorAnswered(channelId, now);
    return new CallbackCall(
        Attempts.adPlayed(answered.attempt, now),
        agent,
        visitor,
        tries,
        stateSince,
        bridged,
        rang,
        verdict,
        hangingUp);
  }

  /** Stored at once: what a called person decided must not be lost with the call. */
  CallbackCall visitorOptedOut(String channelId, Instant now) {
    boolean isVisitor = visitorLegs().anyMatch(leg -> leg.uniqueId().equals(channelId));
    return isVisitor ? visitorAnswered(channelId, now).because(Verdict.OPTED_OUT) : this;
  }

  private boolean hasOptedOut() {
    return verdict.filter(Verdict.OPTED_OUT::equals).isPresent();
  }

  CallbackCall agentGaveUp(Instant now) {
    return switch (state()) {
      case CALLING_VISITOR -> because(Verdict.AGENT_GAVE_UP).settled(now);
      case SENDING, CALLING_AGENT, BRIDGED, UNKNOWN, COMPLETED, FAILED -> this;
    };
  }

  CallbackCall entered(String channelId, Instant now) {
    if (!has(channelId)) {
      return this;
    }
    Set<String> inside = new HashSet<>(bridged);
    inside.add(channelId);
    CallbackCall entered =
        new CallbackCall(
            attempt, agent, visitor, tries, stateSince, inside, rang, verdict, hangingUp);
    return entered.bothAreInside() && state() != AttemptState.BRIDGED
        ? entered.talking(now)
        : entered;
  }

  CallbackCall ended(String channelId, HangupCause cause, Instant now) {
    if (isAgent(channelId)) {
      CallbackCall ended = withAgentLeg(now).withEnded(channelId, cause, now);
      return switch (state()) {
        case SENDING, CALLING_AGENT ->
            (isHalted() ? ended : ended.because(Verdict.ofAgent(cause))).settled(now);
        case CALLING_VISITOR, BRIDGED, UNKNOWN, COMPLETED, FAILED -> ended.settled(now);
      };
    }
    Optional<Leg> leg = leg(channelId);
    if (leg.isEmpty()) {
      return this;
    }
    boolean agentGaveUp = verdict.filter(Verdict.AGENT_GAVE_UP::equals).isPresent();
    boolean unanswered = leg.get().answeredAt().isEmpty();
    Leg.Ending ending =
        unanswered ? ending(cause, rang.contains(channelId), agentGaveUp) : Leg.Ending.PLACED;
    CallbackCall ended = changing(channelId, each -> Attempts.ended(each, cause, ending, now));
    return (unanswered && !agentGaveUp
            ? ended.because(Verdict.ofVisitor(cause, rang.contains(channelId)))
            : ended)
        .settled(now);
  }

  /** What the end of a call that was not answered says of its trunk. */
  private static Leg.Ending ending(HangupCause cause, boolean rang, boolean agentGaveUp) {
    if (cause.equals(HangupCause.UNSEEN) || (agentGaveUp && !rang)) {
      return Leg.Ending.NOTHING;
    }
    return Verdict.ofVisitor(cause, rang).isOfProvider() ? Leg.Ending.REFUSED : Leg.Ending.PLACED;
  }

  CallbackCall timePassed(Timeouts timeouts, Instant now) {
    return switch (state()) {
      case CALLING_AGENT ->
          isLate(stateSince, timeouts.agentRing().plus(timeouts.grace()), now)
              ? because(Verdict.ofAgent(HangupCause.UNSEEN)).endingIt()
              : this;
      case CALLING_VISITOR -> isVisitorLate(timeouts, now) ? unseenVisitor() : this;
      // A call that was sent and never seen is found out by asking for all channels.
      case SENDING, BRIDGED, UNKNOWN, COMPLETED, FAILED -> this;
    };
  }

  /** Whether its visitor may still be called for the first time. */
  boolean isBeforeVisitor() {
    return switch (state()) {
      case SENDING, CALLING_AGENT, CALLING_VISITOR -> visitorLegs().findAny().isEmpty();
      case BRIDGED, UNKNOWN, COMPLETED, FAILED -> false;
    };
  }

  private boolean isHalted() {
    return verdict.filter(why -> why.code().equals(CallbackRequest.CANCELLED)).isPresent();
  }

  /** Ends it before the visitor is called; one without a channel yet when it has one. */
  CallbackCall halted(Verdict why) {
    return isBeforeVisitor() && leg(agentChannel()).isPresent() ? because(why).endingIt() : this;
  }

  /** An agent may be asked something first, and a visitor who has answered may hear an ad. */
  private boolean isVisitorLate(Timeouts timeouts, Instant now) {
    if (visitorLegs().anyMatch(leg -> leg.answeredAt().isPresent() && leg.endedAt().isEmpty())) {
      return false;
    }
    Duration limit = timeouts.visitorRing().plus(timeouts.grace());
    boolean called = visitorLegs().findAny().isPresent();
    return isLate(lastVisitorCalled(), called ? limit : limit.plus(LONGEST_PROMPT), now);
  }

  private CallbackCall unseenVisitor() {
    return because(Verdict.ofVisitor(HangupCause.UNSEEN, true)).endingIt();
  }

  CallbackCall contactLost(Instant now) {
    CallbackCall unknown = in(AttemptState.UNKNOWN, now);
    return new CallbackCall(
        unknown.attempt, agent, visitor, tries, unknown.stateSince, Set.of(), rang, verdict, false);
  }

  CallbackCall restarted(Instant now) {
    return contactLost(now).resolved(List.of(), now);
  }

  CallbackCall seen(List<LiveChannel> channels, Instant now) {
    return switch (state()) {
      // What was sent just before contact was lost may be begun after Asterisk made the list.
      case UNKNOWN ->
          attempt.legs().isEmpty()
                  && channels.isEmpty()
                  && !isLate(attempt.startedAt(), SETTLING, now)
              ? this
              : resolved(channels, now);
      case SENDING -> {
        if (channels.stream().anyMatch(channel -> isAgent(channel.uniqueId()))) {
          yield agentCalled(now);
        }
        yield isLate(stateSince, UNHEARD, now) ? because(Verdict.LOST).finished(now) : this;
      }
      case CALLING_AGENT, CALLING_VISITOR, BRIDGED -> withoutVanishedLegs(channels, now);
      case COMPLETED, FAILED -> this;
    };
  }

  /** A leg that is open here and gone there ended without our being told. */
  private CallbackCall withoutVanishedLegs(List<LiveChannel> channels, Instant now) {
    CallbackCall audited = this;
    for (Leg leg : attempt.legs()) {
      boolean there =
          channels.stream().anyMatch(channel -> channel.uniqueId().equals(leg.uniqueId()));
      if (leg.endedAt().isEmpty() && !there && isLate(leg.startedAt(), SETTLING, now)) {
        audited =
            audited.isFinal() ? audited : audited.ended(leg.uniqueId(), HangupCause.UNSEEN, now);
      }
    }
    return audited;
  }

  /** After a time without contact: what Asterisk has now says what became of the call. */
  private CallbackCall resolved(List<LiveChannel> channels, Instant now) {
    Optional<LiveChannel> agentLive =
        channels.stream().filter(channel -> isAgent(channel.uniqueId())).findFirst();
    List<LiveChannel> others =
        channels.stream()
            .filter(channel -> isAgent(channel.linkedId()) && !isAgent(channel.uniqueId()))
            .toList();
    if (agentLive.isEmpty() && (others.isEmpty() || attempt.bridgedAt().isEmpty())) {
      CallbackCall gone = this;
      for (Leg leg : attempt.legs()) {
        gone = gone.withEnded(leg.uniqueId(), HangupCause.UNSEEN, now);
      }
      return gone.verdict.isPresent()
          ? gone.finished(now)
          : gone.because(Verdict.LOST).finished(now);
    }
    CallbackCall found = this;
    for (Leg leg : attempt.legs()) {
      if (channels.stream().noneMatch(channel -> channel.uniqueId().equals(leg.uniqueId()))) {
        found = found.withEnded(leg.uniqueId(), HangupCause.UNSEEN, now);
      }
    }
    for (LiveChannel other : others) {
      found = found.withVisitorLeg(other.uniqueId(), Channels.trunk(other.name()), now);
      found = other.up() ? found.withAnswered(other.uniqueId(), now) : found;
    }
    if (agentLive.isEmpty()) {
      // The agent handed the visitor on to somebody else.
      return found.in(AttemptState.BRIDGED, now);
    }
    LiveChannel agentChannel = agentLive.get();
    boolean talking =
        !agentChannel.bridge().isEmpty()
            && others.stream().anyMatch(other -> other.bridge().equals(agentChannel.bridge()));
    if (talking) {
      return found.talking(now);
    }
    return agentChannel.up()
        ? found.withAgentUp(now).in(AttemptState.CALLING_VISITOR, now)
        : found.withAgentLeg(now).in(AttemptState.CALLING_AGENT, now);
  }

  // ---- how a call changes ----

  private String agentChannel() {
    return id().toString();
  }

  private boolean isAgent(String channelId) {
    return channelId.equals(agentChannel());
  }

  private Optional<Leg> leg(String channelId) {
    return attempt.legs().stream().filter(leg -> leg.uniqueId().equals(channelId)).findFirst();
  }

  private Stream<Leg> visitorLegs() {
    return attempt.legs().stream().filter(leg -> leg.party() == Leg.Party.VISITOR);
  }

  private Instant lastVisitorCalled() {
    return visitorLegs().map(Leg::startedAt).max(Instant::compareTo).orElse(stateSince);
  }

  private boolean bothAreInside() {
    return bridged.contains(agentChannel())
        && visitorLegs().anyMatch(leg -> bridged.contains(leg.uniqueId()));
  }

  /** Final when every leg is over; until then an end of one is no end of the call. */
  private CallbackCall settled(Instant now) {
    boolean agentEnded = leg(agentChannel()).flatMap(Leg::endedAt).isPresent();
    boolean over = agentEnded && attempt.legs().stream().allMatch(leg -> leg.endedAt().isPresent());
    return over ? finished(now) : this;
  }

  private CallbackCall finished(Instant now) {
    boolean isSuccess = attempt.bridgedAt().isPresent() && !hasOptedOut();
    Verdict why = verdict.orElse(visitorLegs().findAny().isPresent() ? Verdict.CUT : noVisitor());
    Attempt ended = Attempts.ended(attempt, isSuccess ? "" : why.sentence(), now);
    return new CallbackCall(
        ended,
        agent,
        visitor,
        tries,
        now,
        bridged,
        rang,
        isSuccess ? Optional.empty() : Optional.of(why),
        hangingUp);
  }

  /** The agent answered, and then no trunk was even tried. */
  private Verdict noVisitor() {
    return leg(agentChannel()).filter(leg -> leg.cause().contains("cause 16 ")).isPresent()
        ? Verdict.AGENT_GAVE_UP
        : Verdict.NO_TRUNK;
  }

  private CallbackCall talking(Instant now) {
    CallbackCall talking = withAgentUp(now);
    for (Leg leg : visitorLegs().toList()) {
      if (bridged.contains(leg.uniqueId())) {
        talking = talking.withAnswered(leg.uniqueId(), now);
      }
    }
    Attempt after = Attempts.talking(talking.attempt, now);
    return new CallbackCall(
        after,
        agent,
        visitor,
        tries,
        now,
        bridged,
        rang,
        verdict.filter(Verdict.OPTED_OUT::equals),
        hangingUp);
  }

  private CallbackCall in(AttemptState state, Instant now) {
    if (state == state()) {
      return this;
    }
    Attempt after = Attempts.in(attempt, state);
    return new CallbackCall(after, agent, visitor, tries, now, bridged, rang, verdict, hangingUp);
  }

  private CallbackCall because(Verdict why) {
    if (hasOptedOut()) {
      return this;
    }
    return new CallbackCall(
        attempt, agent, visitor, tries, stateSince, bridged, rang, Optional.of(why), hangingUp);
  }

  private CallbackCall endingIt() {
    return new CallbackCall(
        attempt, agent, visitor, tries, stateSince, bridged, rang, verdict, true);
  }

  private CallbackCall withAgentLeg(Instant now) {
    if (leg(agentChannel()).isPresent()) {
      return this;
    }
    List<Leg> legs = new ArrayList<>();
    legs.add(Attempts.leg(Leg.Party.AGENT, agentChannel(), agent.value(), "", now));
    legs.addAll(attempt.legs());
    return with(legs);
  }

  private CallbackCall withAgentUp(Instant now) {
    return withAgentLeg(now).withAnswered(agentChannel(), now);
  }

  private CallbackCall withVisitorLeg(String channelId, String trunk, Instant now) {
    if (leg(channelId).isPresent()) {
      return this;
    }
    List<Leg> legs = new ArrayList<>(attempt.legs());
    legs.add(Attempts.leg(Leg.Party.VISITOR, channelId, visitor.value(), trunk, now));
    return with(legs);
  }

  private CallbackCall withAnswered(String channelId, Instant now) {
    return changing(channelId, leg -> Attempts.answered(leg, now));
  }

  private CallbackCall withEnded(String channelId, HangupCause cause, Instant now) {
    return changing(channelId, leg -> Attempts.ended(leg, cause, Leg.Ending.NOTHING, now));
  }

  private CallbackCall changing(String channelId, UnaryOperator<Leg> change) {
    return with(
        attempt.legs().stream()
            .map(leg -> leg.uniqueId().equals(channelId) ? change.apply(leg) : leg)
            .toList());
  }

  private CallbackCall with(List<Leg> legs) {
    return new CallbackCall(
        Attempts.with(attempt, legs),
        agent,
        visitor,
        tries,
        stateSince,
        bridged,
        rang,
        verdict,
        hangingUp);
  }

  private static boolean isLate(Instant since, Duration limit, Instant now) {
    return Duration.between(since, now).abs().compareTo(limit) > 0;
  }
}
