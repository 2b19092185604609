package org.ringfence.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.ringfence.domain.access.KeptAnswer;
import org.ringfence.domain.access.KeptAnswerRepository;
import org.ringfence.domain.access.KeptAnswerRepository.Answered;
import org.ringfence.domain.access.KeptAnswerRepository.Claim;
import org.ringfence.domain.access.KeptAnswerRepository.Other;
import org.ringfence.web.form.InvalidForm;

/**
 * Creates something and keeps the answer in one transaction: either both are there or neither, so
 * that a request that is sent again after any failure creates exactly one thing.
 */
@ApplicationScoped
@Transactional
public class KeptAnswers {
  /** How long an answer is kept. */
  static final Duration KEPT = Duration.ofDays(1);

  @Inject KeptAnswerRepository answers;
  @Inject Clock clock;

  /**
   * An answer on its way to the caller.
   *
   * @param again whether it was given before
   */
  public record Given(KeptAnswer answer, boolean again) {}

  /**
   * The answer to a request: the kept one, or that of {@code create}, which is kept then. An answer
   * that is no success is an exception, and keeps nothing.
   *
   * @throws InvalidForm when another request was sent under this name
   */
  public Given answer(byte[] request, byte[] content, Supplier<KeptAnswer> create) {
    Instant now = clock.instant();
    answers.forgetBefore(now.minus(KEPT));
    Claim claim = answers.claim(request, content, now);
    if (claim instanceof Other) {
      throw new InvalidForm(
          Map.of(
              Once.HEADER,
              "This Idempotency-Key was sent with another request before. Please use a new one."));
    }
    if (claim instanceof Answered answered) {
      return new Given(answered.answer(), true);
    }
    KeptAnswer first = create.get();
    answers.keep(request, first);
    return new Given(first, false);
  }
}
