package org.ringfence.widget;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.WidgetKey;

/** People, and programs, who ask a widget for calls: each request with a good proof of work. */
public final class Visitors {
  /** What {@link #ask} says of a request that was stored. */
  public static final String TAKEN = "taken";

  private Visitors() {}

  /**
   * Asks as another browser each time.
   *
   * @param address as the edge reads it
   * @return {@link #TAKEN}, or the code of the refusal
   */
  public static String ask(
      Callbacks callbacks, WidgetKey key, Origin origin, String number, String address) {
    String proof = solved(callbacks.challenge(key, origin));
    CallbackForm form = new CallbackForm(number, "", UUID.randomUUID().toString(), proof);
    try {
      callbacks.request(key, origin, UUID.randomUUID().toString(), form, address);
      return TAKEN;
    } catch (Refusal refusal) {
      String uri = refusal.type().uri();
      return uri.substring(uri.lastIndexOf(':') + 1);
    }
  }

  /** How many zero bits a challenge asks for. */
  public static int bits(String challenge) {
    return Integer.parseInt(challenge.substring(0, challenge.indexOf('.')));
  }

  private static String solved(String challenge) {
    for (int counter = 0; ; counter++) {
      String proof = challenge + ":" + counter;
      byte[] digest = Script.sha256().digest(proof.getBytes(StandardCharsets.US_ASCII));
      if (Proofs.zeroBits(digest) >= bits(challenge)) {
        return proof;
      }
    }
  }
}
