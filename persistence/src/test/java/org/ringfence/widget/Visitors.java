package org.ringfence.widget;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ringfence.domain.callback.CallbackLimits;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.WidgetIntake;
import org.ringfence.domain.callback.WidgetKey;

/**
 * People, and programs, who ask a widget for calls: each request with a good proof of work, and at
 * one of two processes that serve the widget.
 */
public final class Visitors {
  /** What {@link #ask} says of a request that was stored. */
  public static final String TAKEN = "taken";

  /** As the container wraps what is transactional. */
  public interface Transactions {
    <T> T run(Callable<T> work) throws Exception;
  }

  /** A process that serves widgets. */
  private record Edge(Callbacks callbacks, RequestDesk desk) {}

  private final List<Edge> edges;
  private final AtomicInteger asked = new AtomicInteger();

  /**
   * Starts both processes.
   *
   * @param callbacks makes those of a process with a guard
   */
  public Visitors(
      Supplier<Guard> guards,
      Function<Guard, Callbacks> callbacks,
      WidgetIntake intake,
      CallbackLimits limits,
      Clock clock,
      Transactions transactions,
      Executor workers) {
    this.edges =
        List.of(1, 2).stream()
            .map(
                process -> {
                  Guard guard = guards.get();
                  RequestBatch batch =
                      new RequestBatch(intake, limits, guard, clock) {
                        @Override
                        List<Answer> take(List<Ask> asks) {
                          try {
                            return transactions.run(() -> super.take(asks));
                          } catch (RuntimeException failure) {
                            throw failure;
                          } catch (Exception failure) {
                            throw new IllegalStateException(failure);
                          }
                        }
                      };
                  return new Edge(callbacks.apply(guard), new RequestDesk(batch, workers));
                })
            .toList();
  }

  /**
   * Asks as another browser each time.
   *
   * @param address as the edge reads it
   * @return {@link #TAKEN}, or the code of the refusal
   */
  public String ask(WidgetKey key, Origin origin, String number, String address) {
    Edge edge = edges.get(asked.getAndIncrement() % edges.size());
    String proof = solved(edge.callbacks().challenge(key, origin));
    CallbackForm form = new CallbackForm(number, "", UUID.randomUUID().toString(), proof);
    try {
      edge.desk().request(key, origin, UUID.randomUUID().toString(), form, address);
      return TAKEN;
    } catch (Refusal refusal) {
      String uri = refusal.type().uri();
      return uri.substring(uri.lastIndexOf(':') + 1);
    }
  }

  /** What the edge reads of whoever connects from there. */
  public static String address(String peer) {
    return new ClientAddress("").of(peer, List.of());
  }

  /** Both processes put down what they saw. */
  public void watch() {
    edges.forEach(edge -> edge.callbacks().watch());
  }

  /** How many zero bits a challenge asks for. */
  public int bits(WidgetKey key, Origin origin) {
    return bits(edges.get(0).callbacks().challenge(key, origin));
  }

  private static int bits(String challenge) {
    return Integer.parseInt(challenge.substring(0, challenge.indexOf('.')));
  }

  private static String solved(String challenge) {
    for (int counter = 0; ; counter++) {
      String proof = challenge + ":" + counter;
      byte[] digest = Script.sha256().digest(proof.getBytes(StandardCharsets.US_ASCII));
      if (Proofs.zeroBits(digest) >= bits(challenge)) {
        return proof;
      }
    }
  }
}
