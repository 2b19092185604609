package org.ringfence.reconciler;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.Ipv4;

/**
 * OPTIONS over UDP to port 5060 (RFC 3261, section 11), repeated after half a second and then after
 * twice as long each (section 17.1.2.2). A refusal is as good as a 200: who refuses is alive.
 */
final class UdpSipProbe implements SipProbe {
  private static final Duration T1 = Duration.ofMillis(500);
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Pattern FINAL_STATUS = Pattern.compile("SIP/2\\.0 [2-6][0-9]{2} ");
  private static final Pattern CALL_ID =
      Pattern.compile(
          "^(?:Call-ID|i)[ \t]*:[ \t]*(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private final int port;

  UdpSipProbe(int port) {
    this.port = port;
  }

  @Override
  public boolean answers(Ipv4 address, Duration limit) {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connected, the kernel keeps other senders out and tells us of a closed port at once.
      socket.connect(new InetSocketAddress(InetAddress.getByName(address.value()), port));
      return exchange(socket, address, limit);
    } catch (IOException unreachable) {
      // Also a port that is closed: the host says so, and there is nothing to wait for.
      return false;
    }
  }

  private boolean exchange(DatagramSocket socket, Ipv4 address, Duration limit) throws IOException {
    String callId = UUID.randomUUID().toString();
    byte[] request = request(socket, address, callId);
    long end = System.nanoTime() + limit.toNanos();
    Duration wait = T1;
    // A socket cannot wait for less: what is left would go by in a storm of requests.
    while (end - System.nanoTime() >= SHORTEST.toNanos()) {
      socket.send(new DatagramPacket(request, request.length));
      long until = Math.min(end, System.nanoTime() + wait.toNanos());
      if (finalAnswer(socket, callId, until)) {
        return true;
      }
      wait = wait.multipliedBy(2);
    }
    return false;
  }

  private static boolean finalAnswer(DatagramSocket socket, String callId, long until)
      throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    while (true) {
      long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      socket.setSoTimeout((int) left);
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException nothing) {
        return false;
      }
      String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
      Matcher id = CALL_ID.matcher(text);
      if (FINAL_STATUS.matcher(text).lookingAt() && id.find() && id.group(1).equals(callId)) {
        return true;
      }
    }
  }

  private byte[] request(DatagramSocket socket, Ipv4 address, String callId) {
    String local = socket.getLocalAddress().getHostAddress();
    String target = "sip:" + address + ":" + port;
    return String.join(
            "\r\n",
            "OPTIONS " + target + " SIP/2.0",
            "Via: SIP/2.0/UDP "
                + local
                + ":"
                + socket.getLocalPort()
                + ";rport;branch=z9hG4bK"
                + callId,
            "Max-Forwards: 70",
            "From: <sip:ringfence@" + local + ">;tag=" + callId.substring(0, 8),
            "To: <" + target + ">",
            "Call-ID: " + callId,
            "CSeq: 1 OPTIONS",
            "Contact: <sip:ringfence@" + local + ":" + socket.getLocalPort() + ">",
            "Accept: application/sdp",
            "User-Agent: Ringfence",
            "Content-Length: 0",
            "",
            "")
        .getBytes(StandardCharsets.UTF_8);
  }
}
