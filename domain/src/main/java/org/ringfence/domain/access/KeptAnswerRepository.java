package org.ringfence.domain.access;

import java.time.Instant;
import org.ringfence.domain.AcrossTenants;

/**
 * Answers to requests that created something, so that the same request sent again gets the same
 * answer and creates nothing.
 */
@AcrossTenants("a request is known by who sent it where; some are the hoster's")
public interface KeptAnswerRepository {
  /** What is known of a request. */
  sealed interface Claim {}

  /** It is new, and this transaction answers it. */
  record First() implements Claim {}

  /** It was answered. */
  record Answered(KeptAnswer answer) implements Claim {}

  /** Another request was sent under this name. */
  record Other() implements Claim {}

  /**
   * Takes a request for this transaction. The same one that came at the same moment waits until
   * this transaction ends; when it is rolled back, the request is new again.
   *
   * @param request digest of caller, address and key
   * @param content digest of what was sent
   */
  Claim claim(byte[] request, byte[] content, Instant now);

  /** Keeps the answer to a request that this transaction took. */
  void keep(byte[] request, KeptAnswer answer);

  /** Forgets some of those that are older, if there are any. */
  void forgetBefore(Instant moment);
}
