package org.ringfence.hypervisor;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The way back from a task of several external steps. Register the undo of each step before taking
 * the step, and {@link #forget} them all when the whole has succeeded; leaving the block otherwise
 * runs them, last registered first.
 *
 * <pre>{@code
 * try (Undo undo = new Undo()) {
 *   undo.register(() -> remove(disk));
 *   make(disk);
 *   undo.register(() -> detach(port));
 *   attach(port);
 *   undo.forget();
 * }
 * }</pre>
 */
public final class Undo implements AutoCloseable {
  private final Deque<Runnable> steps = new ArrayDeque<>();

  /** The undo must also work when its step was never taken, or only half. */
  public void register(Runnable step) {
    steps.push(step);
  }

  /** The whole succeeded: nothing is undone. */
  public void forget() {
    steps.clear();
  }

  /**
   * Runs every step even when one fails; the first failure is thrown, the others ride on it. An
   * interruption, which may be why the task failed, is set aside until all steps are done.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      runAll();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void runAll() {
    RuntimeException first = null;
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
