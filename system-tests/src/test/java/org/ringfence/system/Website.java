package org.ringfence.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A tenant's website: one page, on an origin that is not the portal's. */
final class Website implements AutoCloseable {

  private final HttpServer server;

  /** Serves a page with this line of HTML in its body. */
  Website(int port, String line) throws IOException {
    byte[] page =
        ("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Acme</title></head>"
                + "<body><h1>Acme repairs bicycles</h1>\n"
                + line
                + "\n</body></html>")
            .getBytes(StandardCharsets.UTF_8);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
          }
        });
    server.start();
  }

  String url() {
    return origin(server.getAddress().getPort()) + "/";
  }

  static String origin(int port) {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
