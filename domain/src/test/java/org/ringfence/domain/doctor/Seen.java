package org.ringfence.domain.doctor;

import java.util.ArrayList;
import java.util.List;

/** Reports of a PBX as a test writes them. */
final class Seen {
  private static final String FAR = "192.0.2.5:5060";

  private final StringBuilder facts = new StringBuilder();
  private final List<String> messages = new ArrayList<>();
  private int sequence = 10;

  Seen fact(String line) {
    facts.append(line).append('\n');
    return this;
  }

  /** The next message belongs to a test call. */
  Seen calling(String form) {
    return fact("call=" + form + " " + messages.size());
  }

  /** We send a request; each has a transaction of its own. */
  Seen sent(String method, String uri, String... headers) {
    sequence++;
    return message(
        "out",
        method + " " + uri + " SIP/2.0",
        "Via: SIP/2.0/UDP 10.1.0.10:5060;rport;branch=z9hG4bK" + sequence,
        method,
        headers);
  }

  /** The far end answers the last request, which had this method. */
  Seen got(String answer, String method, String... headers) {
    return message(
        "in",
        "SIP/2.0 " + answer,
        "Via: SIP/2.0/UDP 10.1.0.10:5060;rport=61234;received=203.0.113.7;branch=z9hG4bK"
            + sequence,
        method,
        headers);
  }

  /** The far end sends a request. */
  Seen received(String method, String uri, String... headers) {
    sequence++;
    return message(
        "in",
        method + " " + uri + " SIP/2.0",
        "Via: SIP/2.0/UDP 192.0.2.5:5060;branch=z9hG4bK" + sequence,
        method,
        headers);
  }

  private Seen message(
      String direction, String first, String via, String method, String... headers) {
    StringBuilder text =
        new StringBuilder(
                "message=" + messages.size() + " " + direction + " " + FAR + " 1795963752\n")
            .append('|')
            .append(first)
            .append("\n|")
            .append(via)
            .append("\n|Call-ID: c1\n|CSeq: ")
            .append(sequence)
            .append(' ')
            .append(method)
            .append('\n');
    for (String header : headers) {
      text.append('|').append(header).append('\n');
    }
    messages.add(text.append("|\n").toString());
    return this;
  }

  Evidence evidence() {
    return Evidence.parse(facts + String.join("", messages));
  }
}
