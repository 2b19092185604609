package org.ringfence.widget;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** The edge's own resources on an HTTP server of this JVM, over a shop's state. */
final class WidgetEdge implements AutoCloseable {
  private final HttpServer server;
  private final StatusStreams streams;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> looking;

  WidgetEdge(Shop shop) {
    streams = new StatusStreams(shop.callbacks, Clock.systemUTC());
    ResourceConfig config =
        new ResourceConfig()
            .registerInstances(
                new WidgetsResource(shop.callbacks, shop.desk),
                new CallbacksResource(shop.callbacks, streams),
                new ScriptResource(),
                new NumberFormatsResource(),
                new EdgeHeaders(),
                new TestPeer(),
                new Problems())
            .addProperties(new WidgetApplication().getProperties());
    server =
        GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/widget/v1/"), config, false);
    try {
      server.start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    looking = timer.scheduleWithFixedDelay(streams::deliverChanges, 20, 20, TimeUnit.MILLISECONDS);
  }

  /** With a slash at its end. */
  URI address() {
    return URI.create(
        "http://127.0.0.1:" + server.getListener("grizzly").getPort() + "/widget/v1/");
  }

  StatusStreams streams() {
    return streams;
  }

  @Override
  public void close() {
    looking.cancel(false);
    timer.shutdownNow();
    streams.closeAll();
    server.shutdownNow();
  }

  /** All come from this machine, which is taken for the operator's proxy. */
  private static final class TestPeer implements ContainerRequestFilter {
    private final ClientAddress addresses = new ClientAddress("127.0.0.1");

    @Override
    public void filter(ContainerRequestContext context) {
      List<String> forwarded = context.getHeaders().getOrDefault("X-Forwarded-For", List.of());
      context.setProperty(Peer.PROPERTY, addresses.of("127.0.0.1", forwarded));
    }
  }
}
