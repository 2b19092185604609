package org.ringfence.dialer;

import java.util.Optional;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.RetryPolicy.Outcome;

/**
 * Why two people did not come to talk.
 *
 * @param code for the visitor's browser, which has words for some of them; says nothing about
 *     trunks or people
 * @param sentence for the tenant
 * @param again what another try would be for; empty where a phone may ring that nobody may ring
 *     again
 */
record Verdict(String code, String sentence, Optional<Outcome> again) {
  static final Verdict LOST =
      new Verdict(
          "lost",
          "The contact to the PBX was lost during the call. Whether a phone rang is not known, so"
              + " the visitor was not called again.");

  static final Verdict AGENT_GAVE_UP =
      new Verdict("agent-gave-up", "The agent hung up before the visitor answered.");

  static final Verdict HALTED =
      new Verdict(
          CallbackRequest.CANCELLED,
          "All callbacks were stopped while the agent's phone rang. The visitor was not called.");

  static final Verdict WITHDRAWN =
      new Verdict(
          CallbackRequest.CANCELLED,
          "The visitor took the request back while the agent's phone rang, and was not called.");

  static final Verdict NOT_ACCEPTED =
      new Verdict(
          "agent-no-answer",
          "The agent did not press 1 to accept the call. The visitor was not called.",
          Optional.of(Outcome.AGENT));

  static final Verdict OPTED_OUT =
      new Verdict(
          CallbackRequest.OPTED_OUT,
          "The visitor pressed the key and is never called again. Privacy lists the number.");

  static final Verdict CUT =
      new Verdict("lost", "The call ended before both people heard each other.");

  static final Verdict NO_TRUNK =
      new Verdict(
          "provider-refused",
          "No trunk could place the call to the visitor. Is one reachable?",
          Optional.of(Outcome.FAILURE));

  private Verdict(String code, String sentence) {
    this(code, sentence, Optional.empty());
  }

  /** What nobody saw end may have rung. */
  private static Verdict of(String code, String sentence, HangupCause cause, Outcome again) {
    return new Verdict(
        code, sentence, cause.equals(HangupCause.UNSEEN) ? Optional.empty() : Optional.of(again));
  }

  /** Whether the provider did not place the call. */
  boolean isOfProvider() {
    return code.equals("provider-refused");
  }

  static Verdict ofAgent(HangupCause cause) {
    if (cause.isBusy()) {
      return of(
          "agent-no-answer",
          "The agent's phone was busy (" + cause.words() + ").",
          cause,
          Outcome.AGENT);
    }
    if (cause.isDeclined() || cause.q850() == 21) {
      return of(
          "agent-no-answer",
          "The agent declined the call (" + cause.words() + ").",
          cause,
          Outcome.AGENT);
    }
    return of(
        "agent-no-answer",
        "The agent did not answer (" + cause.words() + ").",
        cause,
        Outcome.AGENT);
  }

  /** Asterisk made no channel to the agent at all. */
  static Verdict ofUnreachableAgent(String words) {
    return new Verdict(
        "agent-no-answer",
        "The agent's phone could not be reached. Is it registered?"
            + (words.isEmpty() ? "" : " (" + words + ")"),
        Optional.of(Outcome.AGENT));
  }

  /**
   * Why a visitor was not reached.
   *
   * @param rang whether the provider said that a phone rings
   */
  static Verdict ofVisitor(HangupCause cause, boolean rang) {
    String words = " (" + cause.words() + ").";
    if (cause.isBusy()) {
      return of("visitor-busy", "The visitor's line was busy" + words, cause, Outcome.BUSY);
    }
    if (cause.isDeclined()) {
      return new Verdict("visitor-no-answer", "The visitor declined the call" + words);
    }
    if (cause.isNoSuchNumber()) {
      return new Verdict(
          "visitor-unreachable", "The provider says that there is no such number" + words);
    }
    if (!rang && cause.sip() == 0) {
      return new Verdict("provider-refused", "The provider did not answer" + words);
    }
    if (cause.isNoAnswer() || (cause.sip() == 0 && (cause.q850() == 0 || cause.q850() == 16))) {
      return of(
          "visitor-no-answer", "The visitor did not answer" + words, cause, Outcome.NO_ANSWER);
    }
    if (cause.sip() >= 400 && cause.sip() < 500) {
      return of(
          "provider-refused", "The provider refused the call" + words, cause, Outcome.FAILURE);
    }
    return of(
        "provider-refused",
        "The provider could not place the call" + words,
        cause,
        Outcome.FAILURE);
  }
}
