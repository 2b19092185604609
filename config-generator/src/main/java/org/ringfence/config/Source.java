package org.ringfence.config;

import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.TrunkId;

/** The object that lines of configuration come from. */
public sealed interface Source {

  /** The PBX as a whole: lines that no single object brought about. */
  record Pbx() implements Source {}

  /** One trunk. */
  record OfTrunk(TrunkId id) implements Source {}

  /** One extension. */
  record OfExtension(ExtensionId id) implements Source {}

  /** One object of the call handling. */
  record OfHandling(HandlingId id) implements Source {}

  static Source pbx() {
    return new Pbx();
  }

  static Source trunk(TrunkId id) {
    return new OfTrunk(id);
  }

  static Source extension(ExtensionId id) {
    return new OfExtension(id);
  }

  static Source handling(HandlingId id) {
    return new OfHandling(id);
  }
}
