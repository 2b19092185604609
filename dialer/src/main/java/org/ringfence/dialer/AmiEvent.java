package org.ringfence.dialer;

import java.util.List;

/** What a PBX tells over its manager interface, as far as the dialer listens. */
sealed interface AmiEvent {

  /** A channel was made. */
  record ChannelCreated(String channelId) implements AmiEvent {}

  /**
   * A channel is being called.
   *
   * @param callerId unique id of the channel that calls it; empty when Asterisk itself does
   * @param channel its name
   */
  record Dialling(String callerId, String channelId, String channel) implements AmiEvent {}

  /** The far end of a channel that is being called rings, or plays what sounds like it. */
  record Ringing(String channelId) implements AmiEvent {}

  /**
   * Calling a channel came to an end.
   *
   * @param status ANSWER, BUSY, NOANSWER, CANCEL, CONGESTION, CHANUNAVAIL
   */
  record Dialled(String callerId, String channelId, String status) implements AmiEvent {}

  /**
   * The dialplan tells what came of an ad or of a prompt.
   *
   * @param channelId on which it ran
   * @param what declined, begun, played or opted-out
   */
  record Script(String attemptId, String channelId, String what) implements AmiEvent {}

  /** A channel entered a bridge. */
  record Bridged(String channelId) implements AmiEvent {}

  /** A channel is gone. */
  record HungUp(String channelId, HangupCause cause) implements AmiEvent {}

  /**
   * What was asked for by {@link Ami#originate} could not be done.
   *
   * @param words Asterisk's reason; may be empty
   */
  record OriginateFailed(String attemptId, String words) implements AmiEvent {}

  /** All channels there are. */
  record Channels(List<LiveChannel> channels) implements AmiEvent {
    public Channels {
      channels = List.copyOf(channels);
    }
  }

  /**
   * The state of an outbound registration.
   *
   * @param status Registered, Rejected, Unregistered
   */
  record Registration(String name, String status) implements AmiEvent {}

  /** Some outbound registration changed; which one is not said. */
  record RegistrationsChanged() implements AmiEvent {}

  /**
   * The state of a device.
   *
   * @param device for example {@code PJSIP/101}
   * @param state NOT_INUSE, INUSE, BUSY, INVALID, UNAVAILABLE, RINGING, RINGINUSE, ONHOLD, UNKNOWN
   */
  record Device(String device, String state) implements AmiEvent {}

  /** An answer to {@link Ami#ping}. */
  record Alive() implements AmiEvent {}

  /** The connection is gone; it is the last event of its connection. */
  record Disconnected(String why) implements AmiEvent {}
}
