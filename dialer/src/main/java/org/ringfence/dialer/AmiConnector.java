package org.ringfence.dialer;

import java.util.function.Consumer;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;

/** Makes connections to PBXs. */
interface AmiConnector {
  /**
   * Connects and logs in; takes some seconds at most.
   *
   * @param events receives every event in order, on a thread that must not be held up
   * @throws AmiUnavailable with the reason in words
   */
  Ami connect(Ipv4 address, Secret secret, Consumer<AmiEvent> events) throws AmiUnavailable;
}
