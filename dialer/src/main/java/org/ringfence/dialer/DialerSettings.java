package org.ringfence.dialer;

import java.time.Duration;

/**
 * How this dialer works.
 *
 * @param owner names this process among all dialers
 * @param lease how long a lane stays ours without being renewed; a dialer that dies is replaced
 *     after that
 * @param callsPerTenant how many callbacks of one tenant may be under way at the same time
 */
record DialerSettings(String owner, Duration lease, int callsPerTenant, Timeouts timeouts) {}
