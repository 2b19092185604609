package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A session with QEMU's machine protocol over its unix socket: one JSON object per line each way,
 * events in between (QEMU documentation, "QEMU Machine Protocol Specification"). QEMU serves one
 * session at a time; others wait, so a session is kept short.
 */
final class Qmp implements AutoCloseable {
  /** Run states in which the guest does not go on by itself (QEMU's QAPI schema, RunState). */
  static final Set<String> HALTED =
      Set.of(
          "internal-error",
          "io-error",
          "guest-panicked",
          "paused",
          "watchdog",
          "prelaunch",
          "inmigrate",
          "postmigrate");

  private static final long MIGRATION_POLL_MS = 5;

  /** Bytes that the kernel takes as a socket's path, without the final NUL. */
  private static final int LONGEST_PATH = 107;

  private static final int LONGEST_LINE = 1 << 20;

  private final SocketChannel channel;
  private final Selector selector;
  private final long deadline;
  private ByteBuffer received = ByteBuffer.allocate(4096);

  private Qmp(SocketChannel channel, Selector selector, long deadline) {
    this.channel = channel;
    this.selector = selector;
    this.deadline = deadline;
  }

  /**
   * Opens a session.
   *
   * @param limit for the whole session
   * @throws IOException when nobody listens, or nobody answers in time
   */
  static Qmp connect(Path socket, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    SocketChannel channel = connect(socket);
    try {
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      Qmp session = new Qmp(channel, selector, deadline);
      try {
        if (!session.readObject().containsKey("QMP")) {
          throw new IOException("whoever listens on " + socket + " is not QEMU");
        }
        session.execute("qmp_capabilities");
      } catch (IOException e) {
        selector.close();
        throw e;
      }
      return session;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketChannel connect(Path socket) throws IOException {
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH) {
      return open(socket);
    }
    // A symbolic link shortens the path; its directory is private to this process.
    Path shelter = Files.createTempDirectory("rf");
    Path link = shelter.resolve("s");
    try {
      Files.createSymbolicLink(link, socket);
      return open(link);
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(shelter);
    }
  }

  private static SocketChannel open(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Executes a command without arguments.
   *
   * @return what it returns
   * @throws IOException when QEMU refuses it, with QEMU's words
   */
  Map<String, Object> execute(String command) throws IOException {
    return execute(command, Map.of());
  }

  /** Executes a command. */
  Map<String, Object> execute(String command, Map<String, ?> arguments) throws IOException {
    ByteBuffer line =
        ByteBuffer.wrap(
            (Json.text(Map.of("execute", command, "arguments", arguments), false) + "\n")
                .getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      if (channel.write(line) == 0) {
        throw new IOException("QEMU does not read its machine protocol");
      }
    }
    while (true) {
      Map<String, Object> answer = readObject();
      if (answer.get("error") instanceof Map<?, ?> error) {
        throw new IOException(command + ": " + error.get("desc"));
      }
      if (answer.get("return") instanceof Map<?, ?> result) {
        Map<String, Object> values = new java.util.LinkedHashMap<>();
        result.forEach((key, value) -> values.put(String.valueOf(key), value));
        return values;
      }
    }
  }

  /** The run state, such as {@code running} or {@code internal-error}. */
  String status() throws IOException {
    return String.valueOf(execute("query-status").get("status"));
  }

  /** The RAM is a file that both sides map: only the state of the devices is transferred. */
  void ignoreSharedMemory() throws IOException {
    execute(
        "migrate-set-capabilities",
        Map.of("capabilities", List.of(Map.of("capability", "x-ignore-shared", "state", true))));
  }

  /** Waits until a state is saved or loaded. */
  void awaitMigration() throws IOException {
    while (true) {
      Map<String, Object> migration = execute("query-migrate");
      String status = String.valueOf(migration.get("status"));
      if (status.equals("completed")) {
        return;
      }
      if (status.equals("failed") || status.equals("cancelled")) {
        throw new IOException("the memory state is " + status + " " + migration.get("error-desc"));
      }
      try {
        Thread.sleep(MIGRATION_POLL_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private Map<String, Object> readObject() throws IOException {
    while (true) {
      for (int end = 0; end < received.position(); end++) {
        if (received.get(end) == '\n') {
          String line = new String(received.array(), 0, end, StandardCharsets.UTF_8);
          received.flip().position(end + 1);
          received.compact();
          return Json.object(line);
        }
      }
      receive();
    }
  }

  private void receive() throws IOException {
    if (!received.hasRemaining()) {
      if (received.capacity() >= LONGEST_LINE) {
        throw new IOException("QEMU sends a line longer than " + LONGEST_LINE + " bytes");
      }
      received = ByteBuffer.allocate(received.capacity() * 2).put(received.flip());
    }
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0 || selector.select(millis) == 0) {
      throw new IOException("QEMU does not answer in time");
    }
    selector.selectedKeys().clear();
    if (channel.read(received) < 0) {
      throw new IOException("QEMU closed its machine protocol");
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
