import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes tenants through the REST API and asks each one's Asterisk by SIP OPTIONS until it answers.
 *
 * <p>{@code java ProvisionBench.java PORTAL KEYCLOAK TENANTS AT_ONCE [pool]}, with the hosting admin's
 * password and the client's secret as two lines of standard input. Prints a line per tenant,
 * {@code one|many SLUG VM SECONDS}, with {@code failed} for seconds when none answered.
 *
 * <p>The time runs from the moment the request to make the tenant is sent to the first final answer
 * of the tenant's own, configured Asterisk. A stranger without a password gets either 200 from it,
 * or 401 with the tenant's name as the realm, which no other tenant's Asterisk has and none without
 * its configuration. Another OPTIONS is sent every 20 ms. The next tenant is made when the guest has
 * reported its configuration as applied and its administrator is known to Keycloak, and 3 s passed.
 *
 * <p>With a pool, one machine waits before each tenant is made one after another, and as many as are
 * made before those made at once.
 */
final class ProvisionBench {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final int AGAIN_MS = 20;
  private static final Duration REST = Duration.ofSeconds(3);
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String portal;
  private final String keycloak;
  private final String password;
  private final String secret;
  private String token = "";
  private long tokenFrom;

  private ProvisionBench(String portal, String keycloak, String password, String secret) {
    this.portal = portal;
    this.keycloak = keycloak;
    this.password = password;
    this.secret = secret;
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    ProvisionBench bench =
        new ProvisionBench(arguments[0], arguments[1], in.readLine(), in.readLine());
    boolean pool = arguments.length > 4;
    for (int i = 1; i <= Integer.parseInt(arguments[2]); i++) {
      if (pool) {
        bench.awaitPool(1);
      }
      System.out.println("one " + bench.tenant("one-" + i, new CountDownLatch(0)));
      bench.awaitSettled("one-" + i);
    }
    if (pool) {
      bench.awaitPool(Integer.parseInt(arguments[3]));
    }
    bench.together(Integer.parseInt(arguments[3]));
  }

  private void together(int number) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      token();
      CountDownLatch start = new CountDownLatch(1);
      List<Future<String>> all = new ArrayList<>();
      for (int i = 1; i <= number; i++) {
        String slug = "many-" + i;
        all.add(threads.submit(() -> tenant(slug, start)));
      }
      start.countDown();
      for (Future<String> one : all) {
        System.out.println("many " + one.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private String tenant(String slug, CountDownLatch start) throws Exception {
    String body =
        "{\"slug\":\"%s\",\"name\":\"%s\",\"country\":\"DE\",\"adminEmail\":\"%s@example.org\"}"
            .formatted(slug, slug, slug);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(portal + "/api/v1/tenants"))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    start.await();
    long began = System.nanoTime();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException("the API says " + answer.statusCode() + ": " + answer.body());
    }
    String address = value(answer.body(), "sip").replaceFirst(":.*", "");
    boolean ready = awaitAnswer(address, slug, began + LIMIT.toNanos());
    long ended = System.nanoTime();
    return slug
        + " "
        + value(answer.body(), "vm")
        + " "
        + (ready ? String.format(Locale.ROOT, "%.3f", (ended - began) / 1e9) : "failed");
  }

  /** Lets so many machines wait, and gives the host a moment after the last of them. */
  private void awaitPool(int size) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    pool("PUT", HttpRequest.BodyPublishers.ofString("{\"size\":" + size + "}"));
    while (!pool("GET", HttpRequest.BodyPublishers.noBody())
        .replaceAll("\\s", "")
        .contains("\"waiting\":" + size + ",")) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "the pool is not full: " + pool("GET", HttpRequest.BodyPublishers.noBody()));
      }
      Thread.sleep(500);
    }
    Thread.sleep(REST.toMillis());
  }

  private String pool(String method, HttpRequest.BodyPublisher body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(portal + "/api/v1/pool"))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the API says " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  private void awaitSettled(String slug) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(portal + "/api/v1/tenants/" + slug))
            .header("Authorization", "Bearer " + token())
            .build();
    String body;
    do {
      Thread.sleep(REST.toMillis());
      body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } while (!(value(body, "stage").equals("RUNNING") && value(body, "identity").equals("READY"))
        && System.nanoTime() < deadline);
  }

  private static boolean awaitAnswer(String address, String slug, long deadline)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(AGAIN_MS);
      InetSocketAddress guest = new InetSocketAddress(address, 5060);
      while (System.nanoTime() < deadline) {
        byte[] request = options(address, socket.getLocalPort());
        try {
          socket.send(new DatagramPacket(request, request.length, guest));
          DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
          socket.receive(packet);
          String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
          if (text.startsWith("SIP/2.0 200 ")
              || (text.startsWith("SIP/2.0 401 ") && text.contains("realm=\"" + slug + "\""))) {
            return true;
          }
        } catch (SocketTimeoutException notYet) {
          // Ask again.
        }
      }
      return false;
    }
  }

  private static byte[] options(String address, int port) {
    String id = UUID.randomUUID().toString();
    return """
        OPTIONS sip:ping@GUEST SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:PORT;rport;branch=z9hG4bKUNIQUE
        Max-Forwards: 5
        From: <sip:bench@192.0.2.1>;tag=UNIQUE
        To: <sip:ping@GUEST>
        Call-ID: UNIQUE
        CSeq: 1 OPTIONS
        Content-Length: 0

        """
        .replace("GUEST", address)
        .replace("PORT", String.valueOf(port))
        .replace("UNIQUE", id)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private synchronized String token() throws IOException, InterruptedException {
    if (token.isEmpty() || System.nanoTime() - tokenFrom > TOKEN_LIFE.toNanos()) {
      String form =
          "grant_type=password&client_id=ringfence-cli&scope=openid&username=hoster&password="
              + URLEncoder.encode(password, StandardCharsets.UTF_8)
              + "&client_secret="
              + URLEncoder.encode(secret, StandardCharsets.UTF_8);
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(keycloak + "/realms/ringfence/protocol/openid-connect/token"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form))
              .build();
      token = value(http.send(request, HttpResponse.BodyHandlers.ofString()).body(), "access_token");
      tokenFrom = System.nanoTime();
    }
    return token;
  }

  private static String value(String json, String name) throws IOException {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
    if (!matcher.find()) {
      throw new IOException("no " + name + " in " + json);
    }
    return matcher.group(1);
  }
}
