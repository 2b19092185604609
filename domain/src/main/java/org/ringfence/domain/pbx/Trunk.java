package org.ringfence.domain.pbx;

import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.Port;
import org.ringfence.domain.SipHost;

/**
 * A connection to a telephone provider.
 *
 * @param port the provider's SIP port; empty means what DNS SRV or the standard says
 * @param numberFormat how the provider wants numbers
 * @param callerId the number shown to called people; empty leaves it to the provider
 * @param incomingTo the extension that rings on calls from outside; empty refuses them
 * @param position order in which trunks are tried for outgoing calls, lowest first
 */
public record Trunk(
    TrunkId id,
    DisplayName name,
    TrunkAccess access,
    SipHost host,
    Optional<Port> port,
    Transport transport,
    NumberFormat numberFormat,
    Optional<E164> callerId,
    Optional<ExtensionNumber> incomingTo,
    boolean enabled,
    int position) {

  /** Its name inside Asterisk: endpoint, AOR, registration and inbound context derive from it. */
  public String sectionName() {
    return "trunk-" + id.value().toString().substring(0, 8);
  }
}
