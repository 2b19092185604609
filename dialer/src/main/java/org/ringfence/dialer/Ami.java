package org.ringfence.dialer;

import java.time.Duration;
import java.util.Optional;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.HandlingId;

/**
 * A connection to one PBX's manager interface. Nothing here waits for an answer: answers come as
 * {@link AmiEvent}s, in the order in which Asterisk gave them.
 */
interface Ami extends AutoCloseable {

  /**
   * Calls the agent, and then, by the dialplan, the visitor. Sending the same attempt twice is
   * harmless while its channel exists: Asterisk refuses a second one.
   *
   * @param trunks which of them are tried first and last
   * @param script what both hear before they are put through
   * @throws AmiUnavailable when it could not be sent; it may have arrived all the same
   */
  void originate(
      AttemptId attempt,
      ExtensionNumber agent,
      E164 visitor,
      Duration agentRing,
      Duration visitorRing,
      TrunkChoice.Chosen trunks,
      Script script)
      throws AmiUnavailable;

  /** Ids of an ad for the visitor and of a prompt for the agent. */
  record Script(Optional<HandlingId> ad, Optional<HandlingId> prompt) {
    static final Script NONE = new Script(Optional.empty(), Optional.empty());
  }

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
