package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.Ipv4;

class UdpSipProbeTest {
  private static final Ipv4 LOOPBACK = new Ipv4("127.0.0.1");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  @ParameterizedTest
  @ValueSource(strings = {"200 OK", "401 Unauthorized", "404 Not Found", "503 Unavailable"})
  void anyFinalAnswerIsASignOfLife(String status) throws Exception {
    assertThat(answers(LIMIT, request -> answer(request, status))).isTrue();
  }

  @Test
  void theRequestIsOneThatASipServerCanAnswer() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    answers(
        LIMIT,
        request -> {
          seen.complete(request);
          return answer(request, "200 OK");
        });
    assertThat(seen.getNow(""))
        .startsWith("OPTIONS sip:127.0.0.1:")
        .contains(
            "\r\nVia: SIP/2.0/UDP 127.0.0.1:",
            ";rport;branch=z9hG4bK",
            "\r\nMax-Forwards: 70\r\n",
            "\r\nCSeq: 1 OPTIONS\r\n",
            "\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void aProvisionalAnswerIsNotEnough() throws Exception {
    assertThat(answers(SHORT, request -> answer(request, "100 Trying"))).isFalse();
  }

  @Test
  void anAnswerToAnotherQuestionDoesNotCount() throws Exception {
    assertThat(
            answers(
                SHORT,
                request -> answer(request, "200 OK").replaceAll("Call-ID: .*", "Call-ID: other")))
        .isFalse();
  }

  @Test
  void whatIsNoSipDoesNotCount() throws Exception {
    assertThat(answers(SHORT, request -> "HTTP/1.1 200 OK\r\n\r\n")).isFalse();
  }

  @Test
  void whoIsSilentIsNotFloodedAtTheEndOfTheWait() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      UdpSipProbe probe = new UdpSipProbe(silent.getLocalPort());
      for (int i = 0; i < 20; i++) {
        assertThat(probe.answers(LOOPBACK, Duration.ofMillis(20))).isFalse();
      }
      silent.setSoTimeout(1);
      int requests = 0;
      try {
        while (true) {
          silent.receive(new DatagramPacket(new byte[4096], 4096));
          requests++;
        }
      } catch (SocketTimeoutException noMore) {
        assertThat(requests).isBetween(1, 20);
      }
    }
  }

  @Test
  void aClosedPortIsSilence() throws Exception {
    int port;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(new UdpSipProbe(port).answers(LOOPBACK, SHORT)).isFalse();
  }

  private static String answer(String request, String status) {
    return "SIP/2.0 " + status + request.substring(request.indexOf("\r\n"));
  }

  /** Asks a server that answers every request so. */
  private static boolean answers(Duration limit, UnaryOperator<String> server) throws Exception {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    CompletableFuture<Void> serving =
        CompletableFuture.runAsync(
            () -> {
              DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
              try {
                while (true) {
                  packet.setLength(4096);
                  socket.receive(packet);
                  byte[] answer =
                      server
                          .apply(
                              new String(
                                  packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                          .getBytes(StandardCharsets.UTF_8);
                  socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
              } catch (IOException closed) {
                // The test is over.
              }
            });
    try {
      return new UdpSipProbe(socket.getLocalPort()).answers(LOOPBACK, limit);
    } finally {
      socket.close();
      serving.join();
    }
  }
}
