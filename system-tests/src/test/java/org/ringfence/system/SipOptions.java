package org.ringfence.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Asks a SIP server over UDP whether it is there (RFC 3261, section 11). */
final class SipOptions {

  /** RFC 3261's T1 and T2: retransmissions begin after half a second and stay 4 s apart. */
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

  /** An answer: its status and its headers, by lower-case name; of a repeated one the first. */
  record Answer(int status, String reason, Map<String, String> headers) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
  }

  private SipOptions() {}

  /** The answer, or nothing when none came in time. */
  static Optional<Answer> ask(InetSocketAddress server, Duration atMost) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connected only to learn which of our addresses the server sees: while it is, the answer of
      // a
      // host without a server there would end each wait at once.
      socket.connect(server);
      String local = localAddress(socket);
      socket.disconnect();
      String callId = UUID.randomUUID().toString();
      byte[] request = request(server, local, callId);
      long deadline = System.nanoTime() + atMost.toNanos();
      Duration wait = FIRST_WAIT;
      while (System.nanoTime() < deadline) {
        socket.send(new DatagramPacket(request, request.length, server));
        Optional<Answer> answer = receive(socket, callId, wait);
        if (answer.isPresent()) {
          return answer;
        }
        wait =
            wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
      }
      return Optional.empty();
    }
  }

  private static Optional<Answer> receive(DatagramSocket socket, String callId, Duration atMost)
      throws IOException {
    socket.setSoTimeout((int) atMost.toMillis());
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException nothingCame) {
      return Optional.empty();
    }
    Answer answer =
        parse(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    return answer.header("call-id").filter(callId::equals).map(ours -> answer);
  }

  static Answer parse(String message) {
    String[] lines = message.split("\r\n", -1);
    String[] status = lines[0].split(" ", 3);
    if (!status[0].equals("SIP/2.0") || status.length < 3 || !status[1].matches("[1-6][0-9]{2}")) {
      throw new IllegalArgumentException("not a SIP response: " + lines[0]);
    }
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    return new Answer(Integer.parseInt(status[1]), status[2], headers);
  }

  private static byte[] request(InetSocketAddress server, String local, String callId) {
    String uri = "sip:" + server.getHostString() + ":" + server.getPort();
    return String.join(
            "\r\n",
            "OPTIONS " + uri + " SIP/2.0",
            "Via: SIP/2.0/UDP " + local + ";rport;branch=z9hG4bK" + callId,
            "Max-Forwards: 70",
            "From: <sip:probe@" + local + ">;tag=" + callId.substring(0, 8),
            "To: <" + uri + ">",
            "Call-ID: " + callId,
            "CSeq: 1 OPTIONS",
            "Contact: <sip:probe@" + local + ">",
            "Content-Length: 0",
            "",
            "")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String localAddress(DatagramSocket socket) {
    InetAddress address = socket.getLocalAddress();
    return address.getHostAddress() + ":" + socket.getLocalPort();
  }
}
