package org.ringfence.web.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.tenant.TenantId;

/**
 * Programs that follow a tenant's changes by server-sent events. Like a page, a program hears which
 * kind of thing changed and its id, and asks for the thing itself, which passes the ordinary
 * checks. A stream ends after a while, so that a token or key that is no longer good ends with it.
 */
@ApplicationScoped
public class EventStreams {
  private static final int MOST_STREAMS = 50;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final long RECONNECT_MS = 2_000;

  private final Map<TenantId, Set<Stream>> streams = new ConcurrentHashMap<>();

  @Inject LiveFeed feed;
  @Inject Clock clock;

  private record Stream(SseEventSink sink, Sse sse, Instant end) {}

  /**
   * Adds a stream.
   *
   * @param last the id of the last event it had; what came after it is sent first
   * @return false when the tenant has as many streams as it may have
   */
  public boolean add(TenantId tenantId, SseEventSink sink, Sse sse, long last) {
    Stream stream = new Stream(sink, sse, clock.instant().plus(LONGEST));
    // One step, because the set of a tenant goes when its last stream went.
    Set<Stream> ofTenant =
        streams.compute(
            tenantId,
            (id, before) -> {
              Set<Stream> all = before == null ? ConcurrentHashMap.newKeySet() : before;
              if (all.size() < MOST_STREAMS) {
                all.add(stream);
              }
              return all;
            });
    if (!ofTenant.contains(stream)) {
      return false;
    }
    send(stream, sse.newEventBuilder().comment("open").reconnectDelay(RECONNECT_MS).build());
    if (last > 0) {
      feed.after(last).stream()
          .filter(event -> event.tenantId().filter(tenantId::equals).isPresent())
          .forEach(event -> send(stream, toSse(event, sse)));
    }
    return true;
  }

  /** Tells the streams of the tenant that an event concerns. */
  void publish(LiveEvent event) {
    event
        .tenantId()
        .map(streams::get)
        .ifPresent(
            ofTenant -> ofTenant.removeIf(stream -> !send(stream, toSse(event, stream.sse()))));
  }

  /** Ends streams that are gone or too old, and shows the others to what is on the way. */
  void keepAlive() {
    Instant now = clock.instant();
    for (TenantId tenantId : Set.copyOf(streams.keySet())) {
      streams.computeIfPresent(
          tenantId,
          (id, ofTenant) -> {
            ofTenant.removeIf(stream -> isOver(stream, now));
            return ofTenant.isEmpty() ? null : ofTenant;
          });
    }
  }

  private static boolean isOver(Stream stream, Instant now) {
    if (stream.end().isBefore(now)) {
      stream.sink().close();
      return true;
    }
    return !send(stream, stream.sse().newEventBuilder().comment("still here").build());
  }

  void close() {
    streams.values().forEach(ofTenant -> ofTenant.forEach(stream -> stream.sink().close()));
    streams.clear();
  }

  private static OutboundSseEvent toSse(LiveEvent event, Sse sse) {
    return sse.newEventBuilder()
        .id(Long.toString(event.id()))
        .name(event.kind())
        .mediaType(MediaType.TEXT_PLAIN_TYPE)
        .data(
            String.class,
            Json.createObjectBuilder()
                .add("kind", event.kind())
                .add("id", event.subject())
                .build()
                .toString())
        .build();
  }

  private static boolean send(Stream stream, OutboundSseEvent event) {
    if (stream.sink().isClosed()) {
      return false;
    }
    try {
      return !stream.sink().send(event).toCompletableFuture().isCompletedExceptionally();
    } catch (IllegalStateException closedMeanwhile) {
      return false;
    }
  }
}
