package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a request for a call besides its number. All of it came from a visitor's
 * browser: data, never markup.
 *
 * @param name empty when nobody asked for it or the visitor gave none
 * @param department empty without one
 * @param referrer the page that led to the website, without query and fragment; empty when unknown
 * @param campaign the UTM parameters the visitor arrived with: source, medium, campaign, term,
 *     content
 * @param consent what the visitor agreed to
 */
public record LeadDetails(
    CallbackId id,
    String name,
    String department,
    String referrer,
    Map<String, String> campaign,
    Optional<Consent> consent) {
  public static final int NAME = 80;
  public static final int REFERRER = 500;
  public static final int PARAMETER = 120;

  public LeadDetails {
    campaign = Map.copyOf(campaign);
  }

  /** Where nothing came with the request. */
  public static LeadDetails none(CallbackId id) {
    return new LeadDetails(id, "", "", "", Map.of(), Optional.empty());
  }

  /** Words that were agreed to, word by word, because the owner may change them the next day. */
  public record Consent(String text, String link, String version, Instant at) {}
}
