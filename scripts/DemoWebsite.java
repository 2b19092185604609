import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * The website of the demo tenant: one page on an origin of its own that embeds the callback widget, as any site of a
 * customer would. Runs from source: {@code java DemoWebsite.java PORT PORTAL_URL WIDGET_KEY}.
 */
final class DemoWebsite {

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Acme Ltd: bicycles, repaired</title>
        <style>
          body { font: 1.1rem/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 42rem; padding: 3rem 1.5rem; }
          h1 { font-size: 2.2rem; line-height: 1.2; }
        </style>
      </head>
      <body>
        <h1>Your bicycle, on the road again by tomorrow</h1>
        <p>Acme Ltd repairs every make. Leave your number and we call you back.</p>
        %s
      </body>
      </html>
      """;

  private DemoWebsite() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    byte[] page = page(arguments[1], arguments[2]).getBytes(StandardCharsets.UTF_8);
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", exchange -> answer(exchange, page));
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
    System.out.println("ready on http://127.0.0.1:" + port);
  }

  /** The whole of what a website's owner adds to a page. */
  private static String page(String portal, String key) {
    return PAGE.formatted(
        "<script type=\"module\" src=\"%s/widget/v1/ringfence-callback.js\"></script><ringfence-callback key=\"%s\"></ringfence-callback>"
            .formatted(portal, key));
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
