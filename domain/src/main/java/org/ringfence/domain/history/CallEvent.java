package org.ringfence.domain.history;

import java.time.Instant;

/**
 * One thing that happened in a call, as the PBX wrote it down. Everything in it but the type and
 * the time may be whatever a stranger sent.
 *
 * @param channel Asterisk's id of the channel, one side of the call
 * @param call Asterisk's id of the call, shared by its channels; within one VM it names one call
 * @param name Asterisk's name of the channel, which tells the endpoint
 * @param number the channel's caller number at that moment
 * @param caller the channel's caller name at that moment
 * @param dialled the dialplan's extension at that moment
 * @param detail what the type needs: a section, a number, figures, a file name; or Asterisk's extra
 *     (JSON)
 */
public record CallEvent(
    Type type,
    Instant at,
    String channel,
    String call,
    String name,
    String number,
    String caller,
    String dialled,
    String detail) {

  /** What happened. The names stand in the database. */
  public enum Type {
    /** A side of the call began. */
    BEGAN,
    /** That side answered. */
    ANSWERED,
    /** That side hung up; the detail has the cause. */
    HUNG_UP,
    /** The whole call is over. */
    ENDED,
    /** The call came through an object of the call handling; the detail is its section. */
    THROUGH,
    /** A number outside was dialled; the detail is its international digits. */
    DIALLED,
    /** What the media of a side were like. */
    QUALITY,
    /** The call is recorded; the detail is the file's name. */
    RECORDED,
    /**
     * A callback's visitor pressed the key and is never called again; the detail is the attempt's
     * id.
     */
    OPTED_OUT,
    TRANSFERRED,
    PICKED_UP,
    FORWARDED,
    PARKED,
    UNPARKED,
    /** The PBX stopped while the call was up: from the centre, when the PBX began anew. */
    CUT_OFF;

    /** Whether a person who reads the call's story wants to see it as a step. */
    public boolean isStep() {
      return switch (this) {
        case THROUGH,
            RECORDED,
            OPTED_OUT,
            TRANSFERRED,
            PICKED_UP,
            FORWARDED,
            PARKED,
            UNPARKED,
            CUT_OFF ->
            true;
        case BEGAN, ANSWERED, HUNG_UP, ENDED, DIALLED, QUALITY -> false;
      };
    }
  }

  /** The SIP endpoint of the channel: an extension or a trunk's section; empty for another kind. */
  public String endpoint() {
    int slash = name.indexOf('/');
    int dash = name.lastIndexOf('-');
    return name.startsWith("PJSIP/") && dash > slash ? name.substring(slash + 1, dash) : "";
  }
}
