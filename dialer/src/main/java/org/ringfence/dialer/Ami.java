package org.ringfence.dialer;

import java.time.Duration;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.pbx.ExtensionNumber;

/**
 * A connection to one PBX's manager interface. Nothing here waits for an answer: answers come as
 * {@link AmiEvent}s, in the order in which Asterisk gave them.
 */
interface Ami extends AutoCloseable {

  /**
   * Calls the agent, and then, by the dialplan, the visitor. Sending the same attempt twice is
   * harmless while its channel exists: Asterisk refuses a second one.
   *
   * @throws AmiUnavailable when it could not be sent; it may have arrived all the same
   */
  void originate(
      AttemptId attempt,
      ExtensionNumber agent,
      E164 visitor,
      Duration agentRing,
      Duration visitorRing)
      throws AmiUnavailable;

  /** Ends a channel, and with it what hangs on it. */
  void hangUp(String channelId) throws AmiUnavailable;

  /** Asks for all channels: {@link AmiEvent.Channels} follows. */
  void askChannels() throws AmiUnavailable;

  /**
   * Asks for the states of registrations and devices: {@link AmiEvent.Registration} and {@link
   * AmiEvent.Device} follow, one for each.
   */
  void askStates() throws AmiUnavailable;

  /** Asks for any answer: {@link AmiEvent.Alive} follows. */
  void ping() throws AmiUnavailable;

  /** Ends the connection; no event follows. */
  @Override
  void close();
}
