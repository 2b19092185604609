package org.ringfence.dialer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs tasks one after another in the order they came, on threads of another executor. */
final class SerialExecutor implements Executor {
  private static final Logger LOG = Logger.getLogger(SerialExecutor.class.getName());

  /** After so many tasks others get the thread. */
  private static final int TURN = 200;

  private final Executor executor;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;

  SerialExecutor(Executor executor) {
    this.executor = executor;
  }

  /** Never waits; may be called from a task. */
  @Override
  public void execute(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    try {
      executor.execute(this::drain);
    } catch (RuntimeException rejected) {
      synchronized (tasks) {
        running = false;
      }
      throw rejected;
    }
  }

  private void drain() {
    for (int done = 0; done < TURN; done++) {
      Runnable task;
      synchronized (tasks) {
        task = tasks.poll();
        if (task == null) {
          running = false;
          return;
        }
      }
      try {
        task.run();
      } catch (RuntimeException failure) {
        // The tasks after this one must run all the same.
        LOG.log(Level.SEVERE, "A task of the dialer failed", failure);
      }
    }
    executor.execute(this::drain);
  }
}
