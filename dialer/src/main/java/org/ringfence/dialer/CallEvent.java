package org.ringfence.dialer;

import java.time.Instant;
import java.util.List;

/** What can happen to a call. Every event applies itself, so that none can be forgotten. */
sealed interface CallEvent {

  /** The call after this event. */
  CallbackCall on(CallbackCall call, Instant now);

  /** Asterisk made the agent's channel: the phone will ring. */
  record AgentCalled() implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.agentCalled(now);
    }
  }

  /** The agent picked up. */
  record AgentAnswered() implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.agentAnswered(now);
    }
  }

  /**
   * Asterisk could not reach the agent.
   *
   * @param words Asterisk's reason; may be empty
   */
  record AgentUnreachable(String words) implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.agentUnreachable(words, now);
    }
  }

  /** The visitor is being called. */
  record VisitorCalled(String channelId, String trunk) implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.visitorCalled(channelId, trunk, now);
    }
  }

  /** The visitor's phone rings. */
  record VisitorRings(String channelId) implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.visitorRings(channelId, now);
    }
  }

  /** The visitor picked up. */
  record VisitorAnswered(String channelId) implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.visitorAnswered(channelId, now);
    }
  }

  /** The agent heard what is asked and did not accept. */
  record AgentDeclined() implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.agentDeclined();
    }
  }

  /** The visitor answered and hears the ad from now on. */
  record AdBegun(String channelId) implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.visitorAnswered(channelId, now);
    }
  }

  /** The visitor heard the ad to its end. */
  record AdPlayed(String channelId) implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.adPlayed(channelId, now);
    }
  }

  /** The visitor never wants to be called again, and pressed the key for it. */
  record VisitorOptedOut(String channelId) implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.visitorOptedOut(channelId, now);
    }
  }

  /** The agent gave up before the visitor answered. */
  record AgentGaveUp() implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.agentGaveUp(now);
    }
  }

  /** A channel of this call can hear the others in its bridge. */
  record Entered(String channelId) implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.entered(channelId, now);
    }
  }

  /** A channel of this call is gone. */
  record Ended(String channelId, HangupCause cause) implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.ended(channelId, cause, now);
    }
  }

  /** Nothing happened, for some time. */
  record TimePassed(Timeouts timeouts) implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.timePassed(timeouts, now);
    }
  }

  /** Somebody wants nobody to be called any more: the tenant, or the visitor. */
  record Halted(Verdict why) implements CallEvent {
    /** The tenant. */
    Halted() {
      this(Verdict.HALTED);
    }

    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.halted(why);
    }
  }

  /** Asterisk cannot be asked any more. */
  record ContactLost() implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.contactLost(now);
    }
  }

  /** Asterisk said which channels there are, of all calls. */
  record Seen(List<LiveChannel> channels) implements CallEvent {
    public Seen {
      channels = List.copyOf(channels);
    }

    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.seen(channels, now);
    }
  }

  /** The VM booted anew: no call of before can still exist. */
  record Restarted() implements CallEvent {
    @Override
    public CallbackCall on(CallbackCall call, Instant now) {
      return call.restarted(now);
    }
  }
}
