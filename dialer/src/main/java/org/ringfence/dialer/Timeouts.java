package org.ringfence.dialer;

import java.time.Duration;

/**
 * How long a call may stay in a state.
 *
 * @param agentRing how long the agent's phone rings; Asterisk itself ends it then
 * @param visitorRing how long the visitor's phone rings; the dialplan itself ends it then
 * @param grace how much later the dialer ends a call that Asterisk has not ended
 */
record Timeouts(Duration agentRing, Duration visitorRing, Duration grace) {}
