package org.ringfence.widget;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The website of a widget's owner: another origin, and as strict a policy as pages have. */
final class OwnersSite implements AutoCloseable {
  /** What a page needs to allow the widget, and nothing besides. */
  static final String STRICT =
      "default-src 'none'; script-src %1$s; connect-src %1$s; style-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

  private static final String STYLE =
      "body{margin:0;padding:24px;font:17px/1.6 Georgia,serif;color:#222;background:#f6f4ef}"
          + "main{max-width:44rem;margin:auto}"
          + "@media(prefers-color-scheme:dark){body{color:#ddd;background:#101314}}"
          // Whatever a page says of all its elements must not reach into ours.
          + "p,button,input,h2,ol,li{color:red!important;padding:31px!important}"
          + "main p,main h1{color:inherit!important;padding:0!important}";

  private record Page(String policy, String html) {}

  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final HttpServer server;

  OwnersSite() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Puts a page up and returns its address. */
  String page(String path, String policy, String language, String head, String body) {
    pages.put(
        path,
        new Page(
            policy,
            "<!doctype html><html lang=\""
                + language
                + "\"><head><meta charset=\"utf-8\"><title>Teapots</title>"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<link rel=\"stylesheet\" href=\"/style.css\">"
                + head
                + "</head><body><main><h1>Teapots for life</h1>"
                + "<p>Hand-thrown in a small workshop, each a little different.</p>"
                + body
                + "</main></body></html>"));
    return origin() + path;
  }

  /** Puts a finished page up, with a policy of its own inside, and returns its address. */
  String document(String path, String html) {
    pages.put(path, new Page("", html));
    return origin() + path;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Page page = pages.get(path);
      if (path.equals("/style.css")) {
        send(exchange, "text/css", STYLE);
      } else if (page == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        if (!page.policy().isEmpty()) {
          exchange.getResponseHeaders().set("Content-Security-Policy", page.policy());
        }
        send(exchange, "text/html;charset=utf-8", page.html());
      }
    }
  }

  private static void send(HttpExchange exchange, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
