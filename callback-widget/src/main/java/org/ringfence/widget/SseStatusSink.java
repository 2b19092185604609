package org.ringfence.widget;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/**
 * Status as server-sent events: {@code event: state}, {@code data: {"state":…}}.
 *
 * <p>Writing does not wait: all that a stream carries in its whole life (a few states, at most
 * {@link Turn#MOST} places, a comment each {@link StatusStreams#KEEP_ALIVE}, an end after {@link
 * StatusStreams#LONGEST}) is smaller than a socket's send buffer, so a visitor who reads nothing
 * holds up nobody.
 */
final class SseStatusSink implements StatusSink {
  /** Milliseconds until a browser that lost the stream opens it again. */
  private static final long RECONNECT = 3_000;

  private final SseEventSink sink;
  private final Sse sse;

  SseStatusSink(SseEventSink sink, Sse sse) {
    this.sink = sink;
    this.sse = sse;
  }

  @Override
  public boolean send(Status status) {
    return write(
        sse.newEventBuilder()
            .name("state")
            .reconnectDelay(RECONNECT)
            .mediaType(MediaType.TEXT_PLAIN_TYPE)
            .data(String.class, status.json().toString())
            .build());
  }

  @Override
  public boolean keepAlive() {
    return write(sse.newEventBuilder().comment("still here").build());
  }

  @Override
  public void close() {
    sink.close();
  }

  private boolean write(OutboundSseEvent event) {
    if (sink.isClosed()) {
      return false;
    }
    try {
      return !sink.send(event).toCompletableFuture().isCompletedExceptionally();
    } catch (IllegalStateException closedMeanwhile) {
      return false;
    }
  }
}
