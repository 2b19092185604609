import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A kept connection to the widget's API that costs the machine little, so that what is measured is
 * the other end; and the work that the API asks of browsers.
 */
final class Wire implements AutoCloseable {
  private final URI portal;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  int status;

  Wire(URI portal) throws IOException {
    this.portal = portal;
    connect();
  }

  private void connect() throws IOException {
    socket = new Socket(portal.getHost(), portal.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  String post(String path, String origin, String headers, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    out.write(
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: "
                + origin
                + "\r\n"
                + headers
                + "Content-Length: "
                + bytes.length
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
    status = Integer.parseInt(line().substring(9, 12));
    int length = -1;
    boolean chunked = false;
    boolean last = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(java.util.Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
      last |= lower.startsWith("connection:") && lower.contains("close");
    }
    String answer = body(length, chunked);
    if (last) {
      // A server keeps a connection for so many requests, and says which is the last.
      socket.close();
      connect();
    }
    return answer;
  }

  private String body(int length, boolean chunked) throws IOException {
    if (!chunked) {
      return new String(in.readNBytes(Math.max(length, 0)), StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    for (int size = chunk(); size > 0; size = chunk()) {
      text.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
      line();
    }
    line();
    return text.toString();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().replaceAll(";.*", "").strip(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** What a widget wants solved before it is asked for a call. */
  String challenge(String key, String origin) throws IOException {
    return BenchInstance.value(
        post("/widget/v1/widgets/" + key + "/challenge", origin, "", ""), "challenge");
  }

  /** Asks a widget for a call, each time as another visitor; an address that a proxy would name. */
  String askForCall(String key, String origin, String address, String number, String proof)
      throws IOException {
    return post(
        "/widget/v1/widgets/" + key + "/callbacks",
        origin,
        "X-Forwarded-For: "
            + address
            + "\r\nIdempotency-Key: "
            + UUID.randomUUID()
            + "\r\nContent-Type: application/json\r\n",
        "{\"number\":\"%s\",\"page\":\"%s/\",\"visitor\":\"%s\",\"proof\":\"%s\"}"
            .formatted(number, origin, UUID.randomUUID(), proof));
  }

  static String solve(String challenge) throws Exception {
    int bits = Integer.parseInt(challenge.substring(0, challenge.indexOf('.')));
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (long i = 0; ; i++) {
      String proof = challenge + ":" + i;
      ByteBuffer hash = ByteBuffer.wrap(digest.digest(proof.getBytes(StandardCharsets.US_ASCII)));
      if (Long.numberOfLeadingZeros(hash.getLong()) >= bits) {
        return proof;
      }
    }
  }

  interface Work {
    void run(int number) throws Exception;
  }

  static void inParallel(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        running.add(
            pool.submit(
                () -> {
                  work.run(number);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
