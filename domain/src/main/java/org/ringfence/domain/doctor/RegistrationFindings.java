package org.ringfence.domain.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.doctor.Finding.Code;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;

/** What became of the registration. */
final class RegistrationFindings {
  private static final Pattern HOST_OF_URI =
      Pattern.compile("sips?:(?:[^@;>\\s]*@)?([A-Za-z0-9.-]+(?::[0-9]{1,5})?)");
  private static final int LONGEST_REGISTRATION = 7200;

  private RegistrationFindings() {}

  static List<Finding> of(Trunk trunk, Evidence seen) {
    if (!(trunk.access() instanceof TrunkAccess.Registration account)
        || seen.requests("REGISTER").noneMatch(SipText::outgoing)) {
      return List.of();
    }
    Optional<SipText> last =
        seen.answers("REGISTER").filter(each -> each.status() >= 200).reduce((a, b) -> b);
    if (last.isEmpty()) {
      return seen.anyAnswer() ? List.of(Finding.of(Code.REGISTER_UNANSWERED)) : List.of();
    }
    return List.of(judge(trunk, account, seen, last.get()));
  }

  private static Finding judge(
      Trunk trunk, TrunkAccess.Registration account, Evidence seen, SipText answer) {
    Optional<String> proxy = proxy(answer);
    if (answer.status() >= 300 && proxy.isPresent()) {
      Finding finding = Finding.of(Code.PROXY_REQUIRED, answer.answer(), proxy.get());
      return proxy.get().isEmpty()
          ? finding
          : finding.with(SettingChange.of("outboundProxy", proxy.get()));
    }
    return switch (answer.status()) {
      case 200 -> Finding.of(Code.REGISTERED, challenge(seen), expires(answer));
      case 401, 407 -> challenged(account, seen, answer);
      case 403 -> Finding.of(Code.REGISTER_FORBIDDEN, answer.answer(), account.username());
      case 404, 604 -> Finding.of(Code.ACCOUNT_UNKNOWN, answer.answer(), account.username());
      case 405, 501 -> Finding.of(Code.REGISTERING_NOT_WANTED, answer.answer());
      case 423 -> tooBrief(trunk, answer);
      default ->
          answer.status() >= 500 || answer.status() == 480
              ? Finding.of(Code.REGISTER_UNAVAILABLE, answer.answer())
              : Finding.of(Code.REGISTER_REFUSED, answer.answer());
    };
  }

  private static Finding challenged(
      TrunkAccess.Registration account, Evidence seen, SipText answer) {
    boolean authorized = seen.requestOf(answer).map(RegistrationFindings::hasAccount).orElse(false);
    String challenge = challengeOf(answer);
    return authorized
        ? Finding.of(Code.PASSWORD_WRONG, answer.answer(), account.username(), challenge)
        : Finding.of(Code.CHALLENGE_UNANSWERED, answer.answer(), challenge);
  }

  static boolean hasAccount(SipText request) {
    return request.has("Authorization") || request.has("Proxy-Authorization");
  }

  private static Finding tooBrief(Trunk trunk, SipText answer) {
    String wanted = answer.header("Min-Expires").strip();
    Finding finding =
        Finding.of(
            Code.REGISTER_TOO_BRIEF,
            Integer.toString(trunk.settings().registrationSeconds()),
            wanted);
    boolean possible =
        wanted.matches("[0-9]{2,4}") && Integer.parseInt(wanted) <= LONGEST_REGISTRATION;
    return possible ? finding.with(SettingChange.of("registrationSeconds", wanted)) : finding;
  }

  /**
   * The proxy an answer asks for: 305 names it (RFC 3261, 21.3.4); others say it in words. Empty
   * text where it is wanted but not named.
   */
  private static Optional<String> proxy(SipText answer) {
    String words =
        (answer.answer() + " " + answer.header("Warning") + " " + answer.header("Reason"))
            .toLowerCase(Locale.ROOT);
    boolean wanted =
        answer.status() == 305
            || (words.contains("proxy")
                && answer.status() != 407
                && !words.contains("proxy authentication"));
    if (!wanted) {
      return Optional.empty();
    }
    Matcher named = HOST_OF_URI.matcher(answer.header("Contact") + " " + answer.header("Warning"));
    return Optional.of(named.find() ? named.group(1) : "");
  }

  private static String challenge(Evidence seen) {
    return seen.answers("REGISTER")
        .filter(each -> each.status() == 401 || each.status() == 407)
        .findFirst()
        .map(RegistrationFindings::challengeOf)
        .orElse("");
  }

  /** Realm and algorithm, for example {@code sipgate.de MD5}. */
  static String challengeOf(SipText answer) {
    String header =
        answer.has("WWW-Authenticate")
            ? answer.header("WWW-Authenticate")
            : answer.header("Proxy-Authenticate");
    return (SipText.parameter(header, "realm").orElse("")
            + " "
            + SipText.parameter(header, "algorithm").orElse("MD5"))
        .strip();
  }

  private static String expires(SipText answer) {
    return SipText.parameter(answer.header("Contact"), "expires")
        .orElseGet(() -> answer.header("Expires"));
  }
}
