import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One page in a Chromium that knows nothing, asked through its debugging protocol. */
final class FirstLoad {
  private static final int QUIET_SECONDS = 3;
  private final Path profile;
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private int sent;

  FirstLoad(Path profile) {
    this.profile = profile;
  }

  /** What was loaded: bytes on the wire with the headers of the answer, and of its body alone. */
  record Loaded(String address, double wire, double body) {}

  /**
   * Opens the page with a cookie ({@code name=value}, or empty) and waits until nothing more is
   * loaded.
   *
   * @param expected what at least one address must be, else the page was not what was meant
   */
  List<Loaded> open(URI page, String cookie, Predicate<String> expected) throws Exception {
    Files.createDirectories(profile);
    Process chromium =
        new ProcessBuilder(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log").toFile())
            .start();
    try {
      List<Loaded> loaded = measure(page, cookie);
      loaded.forEach(
          each ->
              BenchInstance.say(
                  "%8.0f %s".formatted(each.wire(), each.address().replaceAll("\\?.*", ""))));
      if (loaded.stream().map(Loaded::address).noneMatch(expected)) {
        throw new IOException("Chromium did not see the page");
      }
      return loaded;
    } finally {
      chromium.destroy();
      if (!chromium.waitFor(10, TimeUnit.SECONDS)) {
        chromium.destroyForcibly();
      }
    }
  }

  private List<Loaded> measure(URI page, String cookie) throws Exception {
    Path port = profile.resolve("DevToolsActivePort");
    for (int i = 0; i < 600 && (!Files.exists(port) || Files.size(port) == 0); i++) {
      Thread.sleep(100);
    }
    String at = "http://127.0.0.1:" + Files.readAllLines(port).get(0);
    HttpClient http = HttpClient.newHttpClient();
    String targets =
        http.send(
                HttpRequest.newBuilder(URI.create(at + "/json/list")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(
                URI.create(BenchInstance.value(targets, "webSocketDebuggerUrl")),
                new Listener(messages))
            .get(10, TimeUnit.SECONDS);
    ask(socket, "Network.enable", "{}");
    if (!cookie.isEmpty()) {
      int equals = cookie.indexOf('=');
      ask(
          socket,
          "Network.setCookie",
          "{\"name\":\"%s\",\"value\":\"%s\",\"url\":\"%s\"}"
              .formatted(
                  cookie.substring(0, equals), cookie.substring(equals + 1), page.resolve("/")));
    }
    ask(socket, "Page.navigate", "{\"url\":\"" + page + "\"}");
    Map<String, String> addresses = new LinkedHashMap<>();
    Map<String, Double> wire = new HashMap<>();
    Map<String, Double> body = new HashMap<>();
    long limit = System.nanoTime() + 120_000_000_000L;
    long last = System.nanoTime();
    while (System.nanoTime() < limit
        && (System.nanoTime() - last < QUIET_SECONDS * 1_000_000_000L || wire.isEmpty())) {
      String message = messages.poll(200, TimeUnit.MILLISECONDS);
      if (message == null
          || !message.contains("\"method\":\"Network.")
          || !message.contains("\"requestId\"")) {
        continue;
      }
      String id = BenchInstance.value(message, "requestId");
      if (message.contains("Network.requestWillBeSent\"")
          || message.contains("Network.webSocketCreated\"")) {
        addresses.put(id, BenchInstance.value(message, "url"));
        last = System.nanoTime();
      } else if (message.contains("Network.dataReceived\"")) {
        body.merge(id, encoded(message), Double::sum);
        last = System.nanoTime();
      } else if (message.contains("Network.loadingFinished\"")) {
        wire.put(id, encoded(message));
        last = System.nanoTime();
      }
    }
    socket.abort();
    List<Loaded> loaded = new ArrayList<>();
    addresses.forEach(
        (id, address) ->
            loaded.add(
                new Loaded(address, wire.getOrDefault(id, 0.0), body.getOrDefault(id, 0.0))));
    return loaded;
  }

  private static double encoded(String message) {
    Matcher length = Pattern.compile("\"encodedDataLength\":([0-9.]+)").matcher(message);
    return length.find() ? Double.parseDouble(length.group(1)) : 0;
  }

  private void ask(WebSocket socket, String method, String parameters) throws Exception {
    int id = ++sent;
    socket
        .sendText(
            "{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true)
        .get(10, TimeUnit.SECONDS);
    if (!method.equals("Page.navigate")) {
      String answer = "";
      while (!answer.startsWith("{\"id\":" + id + ",")) {
        answer = String.valueOf(messages.poll(10, TimeUnit.SECONDS));
      }
    }
  }

  private record Listener(BlockingQueue<String> messages, StringBuilder part)
      implements WebSocket.Listener {
    Listener(BlockingQueue<String> messages) {
      this(messages, new StringBuilder());
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        messages.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
