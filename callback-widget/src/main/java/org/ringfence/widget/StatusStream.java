package org.ringfence.widget;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.CallbackId;

/** One visitor who watches one callback. Each state goes out once. */
final class StatusStream {
  private final CallbackId id;
  private final StatusSink sink;
  private final Instant until;
  private @Nullable Status last;

  StatusStream(CallbackId id, StatusSink sink, Instant until) {
    this.id = id;
    this.sink = sink;
    this.until = until;
  }

  CallbackId id() {
    return id;
  }

  /** What the visitor knows already is not said again. False when nothing more will come. */
  synchronized boolean deliver(Status status) {
    if (status.equals(last)) {
      return true;
    }
    last = status;
    return sink.send(status) && !status.state().isFinal();
  }

  /** False when the visitor is gone, or has watched long enough and should open a new stream. */
  synchronized boolean keepAlive(Instant now) {
    return now.isBefore(until) && sink.keepAlive();
  }

  synchronized void close() {
    sink.close();
  }
}
