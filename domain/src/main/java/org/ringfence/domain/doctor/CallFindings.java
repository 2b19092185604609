package org.ringfence.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.doctor.Finding.Code;
import org.ringfence.domain.pbx.MediaEncryption;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;

/** What became of the test call. */
final class CallFindings {
  private CallFindings() {}

  static List<Finding> of(Trunk trunk, Evidence seen) {
    if (seen.calls().isEmpty()) {
      return List.of();
    }
    Evidence.Call call = seen.calls().get(0);
    Optional<SipText> invite = inviteOf(seen, call);
    if (invite.isEmpty()) {
      return seen.anyAnswer() ? List.of(Finding.of(Code.CALL_NOT_PLACED)) : List.of();
    }
    Optional<SipText> answer = finalAnswer(seen, call);
    if (answer.isEmpty()) {
      return seen.anyAnswer()
          ? List.of(Finding.of(Code.CALL_UNANSWERED, invite.get().user()))
          : List.of();
    }
    if (answer.get().status() < 300) {
      return answered(seen, answer.get());
    }
    return List.of(refused(trunk, seen, invite.get(), answer.get()));
  }

  /** Our INVITE of a test call. */
  static Optional<SipText> inviteOf(Evidence seen, Evidence.Call call) {
    return seen.requests("INVITE")
        .filter(each -> each.outgoing() && each.number() >= call.from())
        .filter(each -> each.number() < end(seen, call))
        .findFirst();
  }

  private static Optional<SipText> finalAnswer(Evidence seen, Evidence.Call call) {
    return seen.answers("INVITE")
        .filter(each -> each.number() >= call.from() && each.number() < end(seen, call))
        .filter(each -> each.status() >= 200)
        .reduce((first, later) -> later);
  }

  private static int end(Evidence seen, Evidence.Call call) {
    return seen.calls().stream()
        .mapToInt(Evidence.Call::from)
        .filter(from -> from > call.from())
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  private static List<Finding> answered(Evidence seen, SipText answer) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.of(Code.CALL_ANSWERED, answer.answer()));
    seen.sound()
        .ifPresent(
            sound -> {
              String received = Long.toString(sound.received());
              String sent = Long.toString(sound.sent());
              Code code =
                  sound.received() == 0
                      ? Code.SOUND_NOT_HEARD
                      : sound.sent() == 0 ? Code.SOUND_NOT_SENT : Code.SOUND_BOTH_WAYS;
              findings.add(Finding.of(code, received, sent));
            });
    return findings;
  }

  private static Finding refused(Trunk trunk, Evidence seen, SipText invite, SipText answer) {
    String said = answer.answer();
    return switch (answer.status()) {
      case 401, 407 -> challenged(trunk, seen, answer);
      case 402 -> Finding.of(Code.CALL_PAYMENT, said);
      case 403 ->
          Finding.of(
              Code.CALL_FORBIDDEN,
              said,
              trunk.callerId().map(number -> number.value()).orElse("-"));
      case 404, 604 -> notFound(trunk, seen, invite, answer);
      case 415, 488, 606 -> media(trunk, said);
      case 482, 483 -> Finding.of(Code.CALL_LOOP, said);
      case 484 -> incomplete(seen, invite, said);
      case 486, 600 -> Finding.of(Code.CALL_BUSY, said);
      case 408, 480, 487, 603 -> Finding.of(Code.CALL_NOT_TAKEN, said);
      case 500, 502, 503, 504 -> Finding.of(Code.CALL_UNAVAILABLE, said, retry(answer));
      default -> Finding.of(Code.CALL_REFUSED, said);
    };
  }

  private static String retry(SipText answer) {
    String seconds = answer.header("Retry-After").replaceAll("[^0-9].*", "");
    return seconds.isEmpty() ? "-" : seconds;
  }

  private static Finding challenged(Trunk trunk, Evidence seen, SipText answer) {
    boolean authorized = seen.requestOf(answer).map(RegistrationFindings::hasAccount).orElse(false);
    boolean hasAccount =
        !(trunk.access() instanceof TrunkAccess.IpAddress byAddress)
            || byAddress.credentials().isPresent();
    return authorized || hasAccount
        ? Finding.of(
            Code.CALL_PASSWORD_WRONG, answer.answer(), RegistrationFindings.challengeOf(answer))
        : Finding.of(
            Code.CALL_NEEDS_ACCOUNT, answer.answer(), RegistrationFindings.challengeOf(answer));
  }

  private static Finding notFound(Trunk trunk, Evidence seen, SipText invite, SipText answer) {
    boolean registers = trunk.access() instanceof TrunkAccess.Registration;
    return registers && !seen.registration().equals("Registered")
        ? Finding.of(Code.CALL_WITHOUT_REGISTRATION, answer.answer())
        : Finding.of(Code.CALL_NOT_FOUND, answer.answer(), invite.user());
  }

  private static Finding media(Trunk trunk, String said) {
    return switch (trunk.settings().mediaEncryption()) {
      case NONE ->
          trunk.settings().codecs().isEmpty()
              ? Finding.of(Code.CALL_ENCRYPTION_WANTED, said)
                  .with(SettingChange.of("mediaEncryption", MediaEncryption.OPTIONAL.name()))
              : Finding.of(Code.CALL_MEDIA_REFUSED, said).with(SettingChange.of("codecs", ""));
      case OPTIONAL ->
          Finding.of(Code.CALL_MEDIA_REFUSED, said).with(SettingChange.of("codecs", ""));
      case REQUIRED ->
          Finding.of(Code.CALL_MEDIA_REFUSED, said)
              .with(SettingChange.of("mediaEncryption", MediaEncryption.OPTIONAL.name()));
    };
  }

  /** The doctor tried the other ways of writing the number: the first that got further is right. */
  private static Finding incomplete(Evidence seen, SipText invite, String said) {
    for (Evidence.Call other : seen.calls().subList(1, seen.calls().size())) {
      Optional<NumberFormat> format = format(other.form());
      Optional<SipText> answer = finalAnswer(seen, other);
      if (format.isPresent() && answer.isPresent() && answer.get().status() != 484) {
        String taken = inviteOf(seen, other).map(SipText::user).orElse("");
        return Finding.of(Code.NUMBER_FORMAT, said, invite.user(), taken)
            .with(SettingChange.of("numberFormat", format.get().name()));
      }
    }
    return Finding.of(Code.NUMBER_INCOMPLETE, said, invite.user());
  }

  private static Optional<NumberFormat> format(String name) {
    for (NumberFormat each : NumberFormat.values()) {
      if (each.name().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
