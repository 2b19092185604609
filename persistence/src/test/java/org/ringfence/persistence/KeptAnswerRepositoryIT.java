package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.access.KeptAnswer;
import org.ringfence.domain.access.KeptAnswerRepository.Answered;
import org.ringfence.domain.access.KeptAnswerRepository.Claim;
import org.ringfence.domain.access.KeptAnswerRepository.First;
import org.ringfence.domain.access.KeptAnswerRepository.Other;

class KeptAnswerRepositoryIT {
  private static final KeptAnswer ANSWER =
      new KeptAnswer(201, Optional.of("/api/v1/there"), "{\"password\":\"first\nsecond\"}");

  private TestDatabase database;

  @BeforeEach
  void empty() throws Exception {
    database = TestDatabase.clean();
  }

  private static byte[] digest(int of) {
    byte[] digest = new byte[32];
    digest[31] = (byte) of;
    return digest;
  }

  private Claim claimAndKeep() throws Exception {
    return database.transaction(
        () -> {
          Claim claim = database.answers.claim(digest(1), digest(2), NOW);
          if (claim instanceof First) {
            database.answers.keep(digest(1), ANSWER);
          }
          return claim;
        });
  }

  @Test
  void aRequestIsAnsweredOnceAndItsAnswerIsSealed() throws Exception {
    assertThat(claimAndKeep()).isEqualTo(new First());
    assertThat(claimAndKeep()).isEqualTo(new Answered(ANSWER));
    assertThat(database.answers.claim(digest(1), digest(3), NOW)).isEqualTo(new Other());
    assertThat(
            database.sql("UPDATE kept_answer SET kept_at = 1 WHERE answer_enc LIKE '%password%'"))
        .as("answers that can be read in the database")
        .isZero();
  }

  @Test
  void aRequestThatFailedIsNewAgain() throws Exception {
    Callable<Claim> failing =
        () -> {
          database.answers.claim(digest(1), digest(2), NOW);
          throw new IllegalStateException("refused");
        };
    assertThatThrownBy(() -> database.transaction(failing)).hasMessage("refused");

    assertThat(claimAndKeep()).isEqualTo(new First());
  }

  @Test
  void theSameRequestAtTheSameMomentWaitsForTheAnswer() throws Exception {
    CountDownLatch claimed = new CountDownLatch(1);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Claim> second =
          database.transaction(
              () -> {
                database.answers.claim(digest(1), digest(2), NOW);
                Future<Claim> asked =
                    other.submit(
                        () -> {
                          claimed.countDown();
                          return claimAndKeep();
                        });
                claimed.await();
                database.answers.keep(digest(1), ANSWER);
                return asked;
              });
      assertThat(second.get()).isEqualTo(new Answered(ANSWER));
    } finally {
      other.shutdown();
    }
  }

  @Test
  void oldAnswersAreForgotten() throws Exception {
    claimAndKeep();
    database.answers.forgetBefore(NOW);
    assertThat(claimAndKeep()).isEqualTo(new Answered(ANSWER));

    database.answers.forgetBefore(NOW.plusSeconds(1));
    assertThat(claimAndKeep()).isEqualTo(new First());
  }
}
