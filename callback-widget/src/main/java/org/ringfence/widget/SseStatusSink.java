package org.ringfence.widget;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/**
 * Status as server-sent events: {@code event: state}, {@code data: {"state":…}}.
 *
 * <p>Writing does not wait: a stream ends when it has carried {@link #MOST} bytes of states and
 * places, or after {@link StatusStreams#LONGEST}, and with the comments each {@link
 * StatusStreams#KEEP_ALIVE} that is less than a socket's send buffer holds. So a visitor who reads
 * nothing holds up nobody; one who reads has a browser that opens the next stream by itself.
 */
final class SseStatusSink implements StatusSink {
  /** Milliseconds until a browser that lost the stream opens it again. */
  private static final long RECONNECT = 3_000;

  /** What one stream may carry, in bytes. */
  static final int MOST = 8_192;

  private final SseEventSink sink;
  private final Sse sse;
  private int carried;

  SseStatusSink(SseEventSink sink, Sse sse) {
    this.sink = sink;
    this.sse = sse;
  }

  @Override
  public boolean send(Status status) {
    String data = status.json().toString();
    // The lines around it, too; the status itself is ASCII.
    carried += data.length() + 40;
    return write(
            sse.newEventBuilder()
                .name("state")
                .reconnectDelay(RECONNECT)
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, data)
                .build())
        && carried < MOST;
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
