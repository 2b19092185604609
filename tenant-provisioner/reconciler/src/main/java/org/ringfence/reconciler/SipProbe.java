package org.ringfence.reconciler;

import java.time.Duration;
import org.ringfence.domain.Ipv4;

/** Asks from outside whether a VM's Asterisk is alive: a process alone proves nothing. */
interface SipProbe {
  /** Whether any final SIP answer came within the limit. */
  boolean answers(Ipv4 address, Duration limit);
}
