package org.ringfence.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that a healthy QEMU gives rarely; the healthy ones are the integration tests'. */
class QmpTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String GREETING = "{\"QMP\":{\"capabilities\":[]}}\r\n";
  private static final String DONE = "{\"return\":{}}\r\n";

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  @TempDir private Path directory;
  private Path socket;
  private ServerSocketChannel server;

  @BeforeEach
  void listen() throws IOException {
    socket = directory.resolve("qmp.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    thread.shutdownNow();
  }

  @Test
  void eventsBetweenTheAnswersAreSkipped() throws Exception {
    say(
        GREETING,
        "{\"event\":\"RESUME\"}\r\n" + DONE,
        "{\"event\":\"STOP\"}\n{\"return\":{\"status\":\"paused\"}}\n");
    try (Qmp qmp = Qmp.connect(socket, LONG)) {
      assertThat(qmp.status()).isEqualTo("paused");
    }
  }

  @Test
  void anAnswerLongerThanTheBufferIsReadWhole() throws Exception {
    String longText = "x".repeat(100_000);
    say(GREETING, DONE, "{\"return\":{\"status\":\"" + longText + "\"}}\n");
    try (Qmp qmp = Qmp.connect(socket, LONG)) {
      assertThat(qmp.status()).isEqualTo(longText);
    }
  }

  @Test
  void aRefusalIsGivenInQemusWords() throws Exception {
    say(GREETING, DONE, "{\"error\":{\"class\":\"GenericError\",\"desc\":\"not now\"}}\n");
    try (Qmp qmp = Qmp.connect(socket, LONG)) {
      assertThatThrownBy(() -> qmp.execute("cont"))
          .isInstanceOf(IOException.class)
          .hasMessage("cont: not now");
    }
  }

  @Test
  void aPeerThatIsNotQemuIsRefused() {
    say("{\"hello\":\"world\"}\n");
    assertThatThrownBy(() -> Qmp.connect(socket, LONG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not QEMU");
  }

  @Test
  void aPeerThatSpeaksNoJsonIsRefused() {
    say("220 mail.example ESMTP\r\n");
    assertThatThrownBy(() -> Qmp.connect(socket, LONG)).isInstanceOf(IOException.class);
  }

  @Test
  void aPeerThatHangsUpIsNotWaitedFor() {
    say();
    assertThatThrownBy(() -> Qmp.connect(socket, LONG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aPeerThatIsSilentIsGivenUpAtTheLimit() {
    assertThatThrownBy(() -> Qmp.connect(socket, Duration.ofMillis(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in time");
  }

  /** Sends the first text at once and each further one after a command; then hangs up. */
  private void say(String... texts) {
    List<String> script = List.of(texts);
    thread.execute(
        () -> {
          try (SocketChannel peer = server.accept()) {
            for (int index = 0; index < script.size(); index++) {
              if (index > 0) {
                peer.read(ByteBuffer.allocate(4096));
              }
              ByteBuffer bytes =
                  ByteBuffer.wrap(script.get(index).getBytes(StandardCharsets.UTF_8));
              while (bytes.hasRemaining()) {
                peer.write(bytes);
              }
            }
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
