package org.ringfence.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<List<Integer>> worked = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private final Batches<Integer, String> batches =
      new Batches<>(
          workers,
          items -> {
            worked.add(items);
            begun.countDown();
            gate.join();
            if (items.contains(13)) {
              throw new IllegalArgumentException("13 brings no luck");
            }
            return items.stream().map(item -> "done " + item).toList();
          });

  @AfterEach
  void end() {
    gate.complete(null);
    callers.shutdownNow();
    workers.shutdownNow();
  }

  /** The first is being worked on while the others come. */
  private List<Future<String>> put(int... items) throws InterruptedException {
    List<Future<String>> results = new ArrayList<>();
    results.add(callers.submit(() -> batches.put(0)));
    begun.await();
    for (int item : items) {
      results.add(callers.submit(() -> batches.put(item)));
    }
    while (batches.waiting() < items.length) {
      Thread.sleep(1);
    }
    gate.complete(null);
    return results;
  }

  @Test
  void whatComesMeanwhileIsDoneTogether() throws Exception {
    List<Future<String>> results = put(1, 2, 3);

    assertThat(results.get(0).get()).isEqualTo("done 0");
    assertThat(results.get(3).get()).isEqualTo("done 3");
    assertThat(results.get(1).get()).isEqualTo("done 1");
    assertThat(worked).hasSize(2);
    assertThat(worked.get(0)).containsExactly(0);
    assertThat(worked.get(1)).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void aFailureIsOnlyThatOfTheOneThatFails() throws Exception {
    List<Future<String>> results = put(1, 13, 2);

    assertThat(results.get(1).get()).isEqualTo("done 1");
    assertThat(results.get(3).get()).isEqualTo("done 2");
    assertThatThrownBy(results.get(2)::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
    // And the next one is served.
    assertThat(batches.put(4)).isEqualTo("done 4");
  }

  @Test
  void noBatchIsLargerThanTheLargest() throws Exception {
    List<Future<String>> results =
        put(IntStream.rangeClosed(100, 100 + 2 * Batches.LARGEST).toArray());

    for (Future<String> result : results) {
      assertThat(result.get()).startsWith("done ");
    }
    assertThat(worked).extracting(List::size).containsExactly(1, 64, 64, 1);
  }

  @Test
  void whoeverIsNotServedIsToldAndTheNextOneTriesAgain() {
    Batches<Integer, String> closed =
        new Batches<>(
            task -> {
              throw new RejectedExecutionException("the server stops");
            },
            items -> List.of());

    assertThatThrownBy(() -> closed.put(1)).isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> closed.put(2)).isInstanceOf(RejectedExecutionException.class);
  }
}
