package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.domain.tenant.TenantId;

class RevisionRepositoryIT {
  private static final String DIGEST = "ab".repeat(32);

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
  }

  private int request(String summary) {
    return database.revisions.request(acme, summary, "anna", NOW);
  }

  private void render(int number) {
    database.revisions.rendered(acme, number, DIGEST, new byte[] {1, 2, 3}, NOW.plusSeconds(1));
  }

  private RevisionState state(int number) {
    return database.revisions.find(acme, number).orElseThrow().state();
  }

  @Test
  void revisionsCountFromOneForEachTenant() {
    assertThat(request("first")).isEqualTo(1);
    assertThat(request("second")).isEqualTo(2);
    assertThat(database.revisions.request(zeta, "first", "zoe", NOW)).isEqualTo(1);
    assertThat(database.revisions.list(acme, 10))
        .extracting(Revision::number)
        .containsExactly(2, 1);
    assertThat(database.revisions.list(acme, 1)).extracting(Revision::number).containsExactly(2);
    assertThat(database.revisions.newest(acme))
        .contains(
            new Revision(
                acme, 2, RevisionState.REQUESTED, "second", "anna", "", "", NOW, Optional.empty()));
  }

  @Test
  void aRequestIsUndoneWithTheTransactionItIsPartOf() {
    long before = database.events.newestId();
    assertThatThrownBy(
            () ->
                database.transaction(
                    () -> {
                      request("first");
                      throw new IllegalStateException("the use case failed later");
                    }))
        .hasMessage("the use case failed later");
    assertThat(database.revisions.newest(acme)).isEmpty();
    assertThat(database.events.after(before, 10)).isEmpty();
  }

  @Test
  void manyRequestsAtOnceGetDifferentNumbersWithoutAGap() throws Exception {
    int count = 6;
    CyclicBarrier together = new CyclicBarrier(count);
    List<Callable<Integer>> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(
          () -> {
            together.await();
            return request("at once");
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Integer> numbers = new ArrayList<>();
      for (Future<Integer> number : threads.invokeAll(requests)) {
        numbers.add(number.get());
      }
      assertThat(numbers).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void noTenantNoRevision() {
    assertThatThrownBy(() -> database.revisions.request(TenantId.random(), "x", "anna", NOW))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBundleIsStoredSealedAndOpensAsItWas() throws Exception {
    byte[] bundle = new byte[2_000_000];
    new Random(1).nextBytes(bundle);
    int number = request("first");
    database.revisions.rendered(acme, number, DIGEST, bundle, NOW);
    assertThat(database.revisions.bundle(acme, number)).contains(bundle);
    assertThat(database.revisions.find(acme, number).map(Revision::digest)).contains(DIGEST);
    assertThat(database.revisions.bundle(zeta, number)).isEmpty();
    assertThat(database.revisions.bundle(acme, 2)).isEmpty();

    database.revisions.request(zeta, "first", "zoe", NOW);
    database.sql(
        "UPDATE config_revision z JOIN config_revision a ON a.tenant_id = '"
            + acme
            + "' SET z.bundle_enc = a.bundle_enc WHERE z.tenant_id = '"
            + zeta
            + "'");
    assertThatThrownBy(() -> database.revisions.bundle(zeta, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another row");
  }

  @Test
  void renderingSupersedesWhatIsOpenAndOlder() {
    int first = request("first");
    render(first);
    int second = request("second");
    int third = request("third");
    render(third);
    assertThat(state(first)).isEqualTo(RevisionState.SUPERSEDED);
    assertThat(state(second)).isEqualTo(RevisionState.SUPERSEDED);
    assertThat(state(third)).isEqualTo(RevisionState.RENDERED);
  }

  @Test
  void whatWasRenderedOnceIsNotRenderedAgain() {
    int number = request("first");
    render(number);
    database.revisions.rendered(acme, number, "cd".repeat(32), new byte[] {9}, NOW);
    assertThat(database.revisions.bundle(acme, number)).contains(new byte[] {1, 2, 3});
    assertThat(database.revisions.find(acme, number).map(Revision::digest)).contains(DIGEST);
  }

  @Test
  void theLiveOneIsTheOneThatWasAppliedLast() {
    int first = request("first");
    render(first);
    database.revisions.applied(acme, first, NOW.plusSeconds(2));
    int second = request("second");
    render(second);
    assertThat(database.revisions.applied(acme).map(Revision::number)).contains(first);
    database.revisions.failed(acme, second, "Asterisk has no endpoint 101", NOW.plusSeconds(3));
    assertThat(database.revisions.applied(acme).map(Revision::number)).contains(first);
    assertThat(database.revisions.find(acme, second).map(Revision::reason))
        .contains("Asterisk has no endpoint 101");
    int third = request("third");
    render(third);
    database.revisions.applied(acme, third, NOW.plusSeconds(4));
    assertThat(database.revisions.applied(acme).map(Revision::number)).contains(third);
    assertThat(database.revisions.applied(zeta)).isEmpty();
  }

  @Test
  void whatTheVmSaysItRunsIsBelievedAlsoOfASupersededRevision() {
    int first = request("first");
    render(first);
    render(request("second"));
    database.revisions.applied(acme, first, NOW.plusSeconds(2));
    assertThat(state(first)).isEqualTo(RevisionState.APPLIED);
  }

  @Test
  void aRevisionThatWasNeverRenderedCannotBeApplied() {
    int number = request("first");
    database.revisions.applied(acme, number, NOW);
    assertThat(state(number)).isEqualTo(RevisionState.REQUESTED);
  }

  @Test
  void aLateRefusalOfASupersededRevisionChangesNothing() {
    int first = request("first");
    render(first);
    render(request("second"));
    database.revisions.failed(acme, first, "too late", NOW);
    assertThat(state(first)).isEqualTo(RevisionState.SUPERSEDED);
  }

  @Test
  void reportsForAnotherTenantChangeNothing() {
    int number = request("first");
    render(number);
    database.revisions.applied(zeta, number, NOW);
    database.revisions.failed(zeta, number, "x", NOW);
    assertThat(state(number)).isEqualTo(RevisionState.RENDERED);
    assertThat(database.revisions.find(zeta, number)).isEmpty();
  }

  @Test
  void everyStepIsNewsOnce() {
    long before = database.events.newestId();
    int number = request("first");
    render(number);
    database.revisions.applied(acme, number, NOW);
    database.revisions.applied(acme, number, NOW);
    assertThat(database.events.after(before, 10))
        .extracting(LiveEvent::kind)
        .containsExactly("revision", "revision", "revision");
  }
}
