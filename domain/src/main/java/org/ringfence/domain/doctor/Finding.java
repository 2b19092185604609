package org.ringfence.domain.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing the doctor found.
 *
 * @param seen what was seen, for the sentences about this code
 * @param change what would help, where that is one change of the trunk
 */
public record Finding(Code code, List<String> seen, Optional<SettingChange> change) {
  /** How bad it is. */
  public enum Severity {
    PROBLEM,
    WARNING,
    NOTE,
    GOOD
  }

  /** Everything the doctor knows. */
  public enum Code {
    PBX_DOWN(Severity.PROBLEM),
    DNS_NO_SUCH_NAME(Severity.PROBLEM),
    DNS_NO_ADDRESS(Severity.PROBLEM),
    DNS_SILENT(Severity.PROBLEM),
    DNS_FOUND(Severity.GOOD),
    TLS_ONLY(Severity.PROBLEM),
    TCP_ONLY(Severity.PROBLEM),
    PORT_REFUSED(Severity.PROBLEM),
    NO_ANSWER(Severity.PROBLEM),
    ANSWERS(Severity.GOOD),
    OPTIONS_IGNORED(Severity.WARNING),
    TLS_REFUSED(Severity.PROBLEM),
    CERTIFICATE_EXPIRED(Severity.WARNING),
    CERTIFICATE_EXPIRES_SOON(Severity.NOTE),
    CERTIFICATE_OF_ANOTHER(Severity.WARNING),
    CERTIFICATE_GOOD(Severity.GOOD),
    REGISTERED(Severity.GOOD),
    PASSWORD_WRONG(Severity.PROBLEM),
    CHALLENGE_UNANSWERED(Severity.PROBLEM),
    PROXY_REQUIRED(Severity.PROBLEM),
    REGISTER_FORBIDDEN(Severity.PROBLEM),
    ACCOUNT_UNKNOWN(Severity.PROBLEM),
    REGISTER_TOO_BRIEF(Severity.PROBLEM),
    REGISTER_UNAVAILABLE(Severity.PROBLEM),
    REGISTER_REFUSED(Severity.PROBLEM),
    REGISTER_UNANSWERED(Severity.PROBLEM),
    REGISTERING_NOT_WANTED(Severity.PROBLEM),
    CALL_ANSWERED(Severity.GOOD),
    SOUND_BOTH_WAYS(Severity.GOOD),
    SOUND_NOT_HEARD(Severity.PROBLEM),
    SOUND_NOT_SENT(Severity.PROBLEM),
    NUMBER_FORMAT(Severity.PROBLEM),
    NUMBER_INCOMPLETE(Severity.PROBLEM),
    CALL_NEEDS_ACCOUNT(Severity.PROBLEM),
    CALL_PASSWORD_WRONG(Severity.PROBLEM),
    CALL_FORBIDDEN(Severity.PROBLEM),
    CALL_WITHOUT_REGISTRATION(Severity.PROBLEM),
    CALL_NOT_FOUND(Severity.PROBLEM),
    CALL_MEDIA_REFUSED(Severity.PROBLEM),
    CALL_ENCRYPTION_WANTED(Severity.PROBLEM),
    CALL_PAYMENT(Severity.PROBLEM),
    CALL_BUSY(Severity.NOTE),
    CALL_NOT_TAKEN(Severity.NOTE),
    CALL_LOOP(Severity.PROBLEM),
    CALL_UNAVAILABLE(Severity.PROBLEM),
    CALL_REFUSED(Severity.PROBLEM),
    CALL_UNANSWERED(Severity.PROBLEM),
    CALL_NOT_PLACED(Severity.WARNING),
    DID_AS_SET(Severity.GOOD),
    DID_IN_TO(Severity.PROBLEM),
    DID_IN_REQUEST_URI(Severity.PROBLEM),
    DID_IN_HEADER(Severity.PROBLEM),
    DID_NOWHERE(Severity.WARNING),
    INBOUND_MISSING(Severity.WARNING),
    ADDRESS_TRANSLATED(Severity.NOTE),
    ADDRESS_AS_OURS(Severity.GOOD);

    private final Severity severity;

    Code(Severity severity) {
      this.severity = severity;
    }

    public Severity severity() {
      return severity;
    }

    /** As in keys of texts and in the API: {@code did-in-to}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Finding {
    seen = List.copyOf(seen);
  }

  static Finding of(Code code, String... seen) {
    return new Finding(code, List.of(seen), Optional.empty());
  }

  Finding with(SettingChange wanted) {
    return new Finding(code, seen, Optional.of(wanted));
  }

  public Severity severity() {
    return code.severity();
  }
}
