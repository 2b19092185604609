import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * The website of the demo tenant: one page on an origin of its own that embeds the callback widget,
 * as a customer's site would. Runs from source: {@code java DemoWebsite.java PORT PAGE PORTAL KEY},
 * where PAGE is a file in which {@code @PORTAL@} and {@code @KEY@} stand for the portal's address
 * and the widget's key.
 */
final class DemoWebsite {
  private DemoWebsite() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    byte[] page =
        Files.readString(Path.of(arguments[1]))
            .replace("@PORTAL@", arguments[2])
            .replace("@KEY@", arguments[3])
            .getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", exchange -> answer(exchange, page));
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
    System.out.println("ready on http://127.0.0.1:" + port);
  }

  private static void answer(HttpExchange exchange, byte[] page) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }
}
