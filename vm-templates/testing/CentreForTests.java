import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The centre's side of the guest protocol for the image's tests: serves what lies in a directory, writes down what a
 * guest says. One file, started from source.
 *
 * <p>{@code java CentreForTests.java ADDRESS PORT DIRECTORY VM_ID SECRET}
 *
 * <ul>
 *   <li>{@code DIRECTORY/bundles/N.tar}: the bundle of revision N, offered as soon as the file is there.
 *   <li>{@code DIRECTORY/bundles/N.digest}: if there, the digest that is told instead of the true one.
 *   <li>{@code DIRECTORY/sounds/DIGEST}: a sound that a bundle may name.
 *   <li>{@code DIRECTORY/key.p12}: the server's key (password {@code testing}), made by the caller.
 *   <li>{@code DIRECTORY/pin}: written at the start, the key's pin as curl wants it; then the server listens.
 *   <li>{@code DIRECTORY/log}: one line per request, its body's lines joined by blanks.
 * </ul>
 */
final class CentreForTests {
  private static final long POLL_MILLIS = 200;

  private final Path directory;
  private final String authorization;

  private CentreForTests(Path directory, String authorization) {
    this.directory = directory;
    this.authorization = authorization;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[2]);
    String credentials = arguments[3] + ":" + arguments[4];
    var centre =
        new CentreForTests(
            directory,
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));

    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("key.p12"))) {
      keys.load(in, "testing".toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "testing".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);

    var address = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/guest/v1/", centre::answer);
    server.start();

    byte[] publicKey =
        keys.getCertificate(keys.aliases().nextElement()).getPublicKey().getEncoded();
    Path pin = directory.resolve("pin.part");
    Files.writeString(pin, "sha256//" + Base64.getEncoder().encodeToString(sha256(publicKey)));
    Files.move(pin, directory.resolve("pin"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        log("unauthorized " + exchange.getRequestURI());
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      String path = exchange.getRequestURI().getPath().substring("/guest/v1/".length());
      if (path.equals("exchange")) {
        exchange(exchange);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        String body =
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        log(path + " " + body.strip().replace('\n', ' '));
        exchange.sendResponseHeaders(204, -1);
      } else if (path.startsWith("sounds/")) {
        sound(exchange, path.substring("sounds/".length()));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sound(HttpExchange exchange, String digest) throws IOException {
    log("sound " + digest);
    Path file = directory.resolve("sounds").resolve(digest);
    if (!digest.matches("[0-9a-f]{64}") || !Files.exists(file)) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    byte[] content = Files.readAllBytes(file);
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content);
  }

  private void exchange(HttpExchange exchange) throws IOException, InterruptedException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> told =
        body.lines()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    if (told.containsKey("outcome")) {
      log("configuration/" + told.get("outcome") + " " + lines(body, "result", "detail"));
    }
    log("state " + lines(body, "boot", "revision", "asterisk", "uptime_s"));
    log("asks have=" + told.get("have") + " boot=" + told.get("boot"));
    long have = Long.parseLong(told.get("have"));
    long end = System.nanoTime() + Long.parseLong(told.get("wait")) * 1_000_000_000L;
    long newest = newest();
    while (newest <= have && System.nanoTime() < end) {
      Thread.sleep(POLL_MILLIS);
      newest = newest();
    }
    if (newest <= have) {
      exchange.sendResponseHeaders(204, -1);
      return;
    }
    byte[] bundle = Files.readAllBytes(directory.resolve("bundles/" + newest + ".tar"));
    Path digest = directory.resolve("bundles/" + newest + ".digest");
    exchange.getResponseHeaders().set("Content-Type", "application/x-tar");
    exchange.getResponseHeaders().set("Ringfence-Revision", Long.toString(newest));
    exchange
        .getResponseHeaders()
        .set(
            "Ringfence-Digest",
            "sha256="
                + (Files.exists(digest)
                    ? Files.readString(digest).strip()
                    : HexFormat.of().formatHex(sha256(bundle))));
    exchange.sendResponseHeaders(200, bundle.length);
    exchange.getResponseBody().write(bundle);
  }

  /** Those lines of a body that have these keys, in one. */
  private static String lines(String body, String... keys) {
    return body.lines()
        .filter(line -> Stream.of(keys).anyMatch(key -> line.startsWith(key + "=")))
        .collect(Collectors.joining(" "));
  }

  private long newest() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("bundles"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".tar"))
          .mapToLong(name -> Long.parseLong(name.substring(0, name.length() - ".tar".length())))
          .max()
          .orElse(0);
    }
  }

  private synchronized void log(String line) throws IOException {
    Files.writeString(
        directory.resolve("log"),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
