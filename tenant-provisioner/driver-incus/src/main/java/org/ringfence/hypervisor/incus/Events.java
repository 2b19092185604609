package org.ringfence.hypervisor.incus;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringfence.hypervisor.VmEvents;
import org.ringfence.hypervisor.VmName;

/**
 * The engine's stream of events, over one web socket; a member of a cluster tells those of the
 * others, too. Whenever it ends it is begun again, at whichever member answers.
 */
final class Events implements VmEvents.Subscription, Runnable {
  private static final System.Logger LOGGER = System.getLogger(Events.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final String INSTANCES = "/1.0/instances/";

  /** What a guest does by itself, or somebody else to it. Starts and changes are ours. */
  private static final Set<String> TELLING =
      Set.of("instance-deleted", "instance-paused", "instance-shutdown", "instance-stopped");

  private final Api api;
  private final Consumer<VmName> listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable WebSocket socket;

  private Events(Api api, Consumer<VmName> listener) {
    this.api = api;
    this.listener = listener;
  }

  static Events follow(Api api, Consumer<VmName> listener) {
    Events events = new Events(api, listener);
    Thread thread = new Thread(events, "ringfence-incus-events");
    thread.setDaemon(true);
    thread.start();
    return events;
  }

  @Override
  public void run() {
    try {
      do {
        hear();
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until the stream ends. */
  private void hear() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    try {
      WebSocket opened = api.socket("/1.0/events?type=lifecycle", new Reader(over));
      socket = opened;
      if (closed.getCount() == 0) {
        opened.abort();
        return;
      }
      over.await();
    } catch (EngineException e) {
      LOGGER.log(Level.DEBUG, "The engine's events cannot be heard now", e);
    } finally {
      socket = null;
    }
  }

  /** The VM that an event is about, if it is one to be told of. */
  static Optional<VmName> about(String text) {
    try {
      Map<String, Object> event = Json.objectAt(Json.object(text), "metadata");
      return Json.textAt(event, "action")
          .filter(TELLING::contains)
          .flatMap(action -> Json.textAt(event, "source"))
          .filter(source -> source.startsWith(INSTANCES))
          .map(source -> source.substring(INSTANCES.length()).split("[/?]", 2)[0])
          .filter(VmName::isValid)
          .map(VmName::of);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final CountDownLatch over;

    private Reader(CountDownLatch over) {
      this.over = over;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        Optional<VmName> vm = about(text.toString());
        text.setLength(0);
        try {
          vm.ifPresent(listener);
        } catch (RuntimeException failure) {
          LOGGER.log(Level.WARNING, "An event could not be told", failure);
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      over.countDown();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      over.countDown();
    }
  }
}
