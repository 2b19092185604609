package org.ringfence.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Work that is done for many at once: what comes while a batch is worked on is the next batch. The
 * first of a batch waits for nobody.
 *
 * @param <I> what is worked on
 * @param <O> what comes of it
 */
public final class Batches<I, O> {
  /** More in one statement is no cheaper. */
  public static final int LARGEST = 64;

  private final Executor executor;
  private final Function<List<I>, List<O>> work;
  private final List<Waiting<I, O>> waiting = new ArrayList<>();
  private boolean working;

  /**
   * @param work gives a result for each, in their order
   */
  public Batches(Executor executor, Function<List<I>, List<O>> work) {
    this.executor = executor;
    this.work = work;
  }

  private record Waiting<I, O>(I item, CompletableFuture<O> result) {}

  /** Waits for the result; what the work throws is thrown here. */
  public O put(I item) {
    CompletableFuture<O> result = new CompletableFuture<>();
    boolean first;
    synchronized (waiting) {
      waiting.add(new Waiting<>(item, result));
      first = !working;
      working = true;
    }
    if (first) {
      start();
    }
    try {
      return result.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  /** How many wait for the next batch. */
  public int waiting() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  private void start() {
    try {
      executor.execute(this::run);
    } catch (RuntimeException rejected) {
      List<Waiting<I, O>> left;
      synchronized (waiting) {
        left = List.copyOf(waiting);
        waiting.clear();
        working = false;
      }
      left.forEach(each -> each.result().completeExceptionally(rejected));
    }
  }

  private void run() {
    for (List<Waiting<I, O>> batch = next(); !batch.isEmpty(); batch = next()) {
      if (!workOn(batch) && batch.size() > 1) {
        // One of them may be what fails; the others have nothing to do with it.
        batch.forEach(each -> workOn(List.of(each)));
      }
    }
  }

  private List<Waiting<I, O>> next() {
    synchronized (waiting) {
      List<Waiting<I, O>> head = waiting.subList(0, Math.min(LARGEST, waiting.size()));
      List<Waiting<I, O>> batch = List.copyOf(head);
      head.clear();
      working = !batch.isEmpty();
      return batch;
    }
  }

  /** False when it failed; one that is alone is told why. */
  private boolean workOn(List<Waiting<I, O>> batch) {
    try {
      List<O> results = work.apply(batch.stream().map(Waiting::item).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).result().complete(results.get(i));
      }
      return true;
    } catch (RuntimeException | Error failure) {
      if (batch.size() == 1) {
        batch.get(0).result().completeExceptionally(failure);
      }
      return false;
    }
  }
}
