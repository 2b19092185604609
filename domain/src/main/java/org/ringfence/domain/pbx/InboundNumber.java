package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;

/**
 * A number of the tenant's (DID), whichever trunk its calls come by.
 *
 * @param leadsTo where its calls go
 */
public record InboundNumber(HandlingId id, DisplayName name, E164 did, Destination leadsTo)
    implements Handling {

  static InboundNumber read(HandlingId id, Fields fields) {
    var name = fields.name();
    E164 did = fields.required("did", new E164("+4930123456"), E164::new);
    var leadsTo = fields.destination("destination");
    return fields.whole(() -> new InboundNumber(id, name, did, leadsTo));
  }

  /** Whether another object is the same number. */
  public boolean isTwinOf(Handling other) {
    return other instanceof InboundNumber number && !number.id.equals(id) && number.did.equals(did);
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.NUMBER;
  }

  /** Phones inside call people, not their number outside. */
  @Override
  public Optional<ExtensionNumber> number() {
    return Optional.empty();
  }

  @Override
  public List<Destination> uses() {
    return List.of(leadsTo);
  }

  @Override
  public Map<String, String> details() {
    return Map.of("did", did.toString(), "destination", leadsTo.toString());
  }
}
