package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.ringfence.system.SipOptions.Answer;

class SipOptionsTest {

  @Test
  void an_answer_is_read_with_its_status_reason_and_headers() {
    Answer answer =
        SipOptions.parse(
            "SIP/2.0 200 OK and well\r\nServer: Asterisk PBX\r\nVia: first\r\nvia: second\r\n\r\nbody: no header");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.reason()).isEqualTo("OK and well");
    assertThat(answer.header("SERVER")).hasValue("Asterisk PBX");
    assertThat(answer.header("Via")).hasValue("first");
    assertThat(answer.header("body")).isEmpty();
  }

  @Test
  void something_else_than_a_response_is_refused() {
    assertThatThrownBy(() -> SipOptions.parse("OPTIONS sip:a SIP/2.0\r\n\r\n"))
        .hasMessage("not a SIP response: OPTIONS sip:a SIP/2.0");
  }

  @Test
  void a_lost_request_is_sent_again_and_an_answer_to_another_one_is_not_taken() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answering =
          CompletableFuture.runAsync(
              () -> {
                receive(server);
                answer(server, receive(server), "somebody-else");
                DatagramPacket again = receive(server);
                answer(server, again, callId(again));
              });

      assertThat(
              SipOptions.ask(
                  (InetSocketAddress) server.getLocalSocketAddress(), Duration.ofSeconds(30)))
          .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(200));
      answering.join();
    }
  }

  @Test
  void a_server_that_is_not_there_gives_no_answer() throws Exception {
    InetSocketAddress nobody;
    try (DatagramSocket closed = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) closed.getLocalSocketAddress();
    }

    assertThat(SipOptions.ask(nobody, Duration.ofMillis(600))).isEmpty();
  }

  private static DatagramPacket receive(DatagramSocket server) {
    try {
      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
      server.receive(packet);
      return packet;
    } catch (java.io.IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static void answer(DatagramSocket server, DatagramPacket request, String callId) {
    byte[] text =
        ("SIP/2.0 200 OK\r\nCall-ID: " + callId + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    try {
      server.send(new DatagramPacket(text, text.length, request.getSocketAddress()));
    } catch (java.io.IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static String callId(DatagramPacket request) {
    String text = new String(request.getData(), 0, request.getLength(), StandardCharsets.UTF_8);
    int from = text.indexOf("Call-ID: ") + 9;
    return text.substring(from, text.indexOf("\r\n", from));
  }
}
