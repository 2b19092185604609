package org.ringfence.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void whatFailedHalfWayIsUndoneLastStepFirst() {
    assertThatThrownBy(
            () -> {
              try (Undo undo = new Undo()) {
                undo.register(() -> done.add("remove the disk"));
                undo.register(() -> done.add("detach the port"));
                throw new IllegalStateException("no memory");
              }
            })
        .hasMessage("no memory");
    assertThat(done).containsExactly("detach the port", "remove the disk");
  }

  @Test
  void whatSucceededIsKept() {
    try (Undo undo = new Undo()) {
      undo.register(() -> done.add("remove the disk"));
      undo.forget();
    }
    assertThat(done).isEmpty();
  }

  @Test
  void aFailingUndoHidesNeitherTheOthersNorTheReason() {
    assertThatThrownBy(
            () -> {
              try (Undo undo = new Undo()) {
                undo.register(() -> done.add("remove the disk"));
                undo.register(
                    () -> {
                      throw new IllegalStateException("the port is stuck");
                    });
                undo.register(
                    () -> {
                      throw new IllegalStateException("the process is stuck");
                    });
                throw new IllegalStateException("no memory");
              }
            })
        .hasMessage("no memory")
        .satisfies(
            failure -> {
              Throwable undoing = failure.getSuppressed()[0];
              assertThat(undoing).hasMessage("the process is stuck");
              assertThat(undoing.getSuppressed()[0]).hasMessage("the port is stuck");
            });
    assertThat(done).containsExactly("remove the disk");
  }

  @Test
  void anInterruptionWaitsUntilAllIsUndone() {
    try (Undo undo = new Undo()) {
      undo.register(() -> done.add("interrupted: " + Thread.currentThread().isInterrupted()));
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).containsExactly("interrupted: false");
  }
}
