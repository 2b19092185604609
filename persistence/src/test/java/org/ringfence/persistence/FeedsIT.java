package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.tenant.TenantId;

class FeedsIT {
  private TestDatabase database;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
  }

  @Test
  void eventsComeInTheOrderOfTheirIds() {
    TenantId acme = TenantId.random();
    assertThat(database.events.newestId()).isZero();
    database.events.publish(Optional.of(acme), "vm", "one", NOW);
    long first = database.events.newestId();
    database.events.publish(Optional.empty(), "tenant", "two", NOW.plusSeconds(1));
    assertThat(database.events.after(0, 10))
        .containsExactly(
            new LiveEvent(first, Optional.of(acme), "vm", "one", NOW),
            new LiveEvent(
                database.events.newestId(), Optional.empty(), "tenant", "two", NOW.plusSeconds(1)));
    assertThat(database.events.after(first, 10))
        .extracting(LiveEvent::subject)
        .containsExactly("two");
    assertThat(database.events.after(0, 1)).extracting(LiveEvent::subject).containsExactly("one");
  }

  @Test
  void anEventOfATransactionThatFailsIsNeverSeen() {
    assertThatThrownBy(
            () ->
                database.transaction(
                    () -> {
                      database.events.publish(Optional.empty(), "vm", "one", NOW);
                      throw new IllegalStateException("failed later");
                    }))
        .hasMessage("failed later");
    assertThat(database.events.after(0, 10)).isEmpty();
  }

  @Test
  void anEventIsSeenWhenItIsCommittedAndNotBefore() throws Exception {
    ExecutorService watcher = Executors.newSingleThreadExecutor();
    try {
      List<LiveEvent> seen =
          database.transaction(
              () -> {
                database.events.publish(Optional.empty(), "vm", "one", NOW);
                return watcher.submit(() -> database.events.after(0, 10)).get();
              });
      assertThat(seen).isEmpty();
    } finally {
      watcher.shutdown();
    }
    assertThat(database.events.after(0, 10)).hasSize(1);
  }

  @Test
  void oldEventsAreForgotten() {
    database.events.publish(Optional.empty(), "vm", "old", NOW);
    database.events.publish(Optional.empty(), "vm", "new", NOW.plusSeconds(1));
    database.events.removeBefore(NOW.plusSeconds(1));
    assertThat(database.events.after(0, 10)).extracting(LiveEvent::subject).containsExactly("new");
  }

  @Test
  void theTrailShowsATenantItsOwnEntriesOnly() {
    TenantId acme = TenantId.random();
    TenantId zeta = TenantId.random();
    AuditEntry one = new AuditEntry(Optional.of(acme), "anna", "trunk.saved", "Täglich", NOW);
    AuditEntry two = new AuditEntry(Optional.of(zeta), "zoe", "trunk.deleted", "x", NOW);
    AuditEntry platform = new AuditEntry(Optional.empty(), "hoster", "tenant.created", "acme", NOW);
    database.audit.append(one);
    database.audit.append(two);
    database.audit.append(platform);
    assertThat(database.audit.list(acme, 10)).containsExactly(one);
    assertThat(database.audit.listAll(10)).containsExactly(platform, two, one);
    assertThat(database.audit.listAll(1)).containsExactly(platform);
  }
}
