package org.ringfence.config.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A SIP request or answer as it was on the wire. */
record SipMessage(String startLine, List<String> headers, String body) {
  SipMessage {
    headers = List.copyOf(headers);
  }

  static SipMessage parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    String head = end < 0 ? text : text.substring(0, end);
    List<String> lines = new ArrayList<>(List.of(head.split("\r\n", -1)));
    String startLine = lines.remove(0);
    return new SipMessage(startLine, lines, end < 0 ? "" : text.substring(end + 4));
  }

  boolean isAnswer() {
    return startLine.startsWith("SIP/2.0 ");
  }

  /** Of an answer, for example 503. */
  int status() {
    return Integer.parseInt(startLine.split(" ", 3)[1]);
  }

  /** Of a request, or the request an answer is for. */
  String method() {
    return isAnswer() ? header("CSeq").split(" ", 2)[1].strip() : startLine.split(" ", 2)[0];
  }

  /** The request URI. */
  String uri() {
    return startLine.split(" ", 3)[1];
  }

  /** The user of the request URI. */
  String user() {
    return userOf(uri());
  }

  /** The user in an address such as {@code "Name" <sip:user@host>;tag=x}. */
  static String userOf(String address) {
    int scheme = address.indexOf("sip:");
    int at = address.indexOf('@', Math.max(scheme, 0));
    return scheme < 0 || at < 0 ? "" : address.substring(scheme + 4, at);
  }

  /** The first header of this name; empty text when there is none. */
  String header(String name) {
    return find(name).orElse("");
  }

  Optional<String> find(String name) {
    return all(name).stream().findFirst();
  }

  List<String> all(String name) {
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }
}
