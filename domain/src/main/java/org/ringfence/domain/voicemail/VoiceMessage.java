package org.ringfence.domain.voicemail;

import java.time.Instant;
import org.ringfence.domain.pbx.ExtensionNumber;

/**
 * A message in a person's mailbox.
 *
 * @param place where it lies
 * @param callerNumber as the call brought it, or empty
 * @param receivedAt when the call was
 */
public record VoiceMessage(
    VoiceMessageId id,
    Place place,
    String callerNumber,
    String callerName,
    int seconds,
    Instant receivedAt,
    Mail mail) {

  /** The folder that Asterisk puts new messages into. */
  public static final String INBOX = "INBOX";

  /**
   * Where a message lies in the VM.
   *
   * @param folder as Asterisk calls it: INBOX until it is heard, then Old
   */
  public record Place(ExtensionNumber mailbox, String folder) {}

  /**
   * The message's way by e-mail.
   *
   * @param to the address, or empty
   * @param reason why it did not work the last time, or empty
   */
  public record Mail(MailState state, String to, String reason) {
    public static Mail none() {
      return new Mail(MailState.NONE, "", "");
    }

    public static Mail to(String address) {
      return new Mail(MailState.WAITING, address, "");
    }
  }

  /** How far the e-mail has come. */
  public enum MailState {
    /** Nobody wanted one. */
    NONE,
    WAITING,
    SENT,
    /** Given up. */
    FAILED
  }

  /** Whether nobody has heard it on a phone yet. */
  public boolean isNew() {
    return place.folder().equals(INBOX);
  }

  public ExtensionNumber mailbox() {
    return place.mailbox();
  }
}
