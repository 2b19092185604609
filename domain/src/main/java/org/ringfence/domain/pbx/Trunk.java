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
 * @param incomingTo the number inside, of a person or of call handling, that calls from outside go
 *     to; empty refuses them
 * @param position order in which trunks are tried for outgoing calls, lowest first
 * @param settings what few trunks need
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
    int position,
    TrunkSettings settings) {

  /** A trunk whose settings are the defaults. */
  public Trunk(
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
    this(
        id,
        name,
        access,
        host,
        port,
        transport,
        numberFormat,
        callerId,
        incomingTo,
        enabled,
        position,
        TrunkSettings.DEFAULT);
  }

  /** The same trunk with other settings. */
  public Trunk with(TrunkSettings changed) {
    return new Trunk(
        id,
        name,
        access,
        host,
        port,
        transport,
        numberFormat,
        callerId,
        incomingTo,
        enabled,
        position,
        changed);
  }

  /** Its name inside Asterisk: endpoint, AOR, registration and inbound context derive from it. */
  public String sectionName() {
    return sectionName(id);
  }

  /** The same for whoever knows no more of a trunk. */
  public static String sectionName(TrunkId id) {
    return "trunk-" + id.value().toString().substring(0, 8);
  }
}
