package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.Secret;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackIntake.Taken;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

class CallbackIntakeIT {
  private static final String ADA = "+4930123456";
  private static final String BEN = "+4930123457";

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
    database.extensions.save(
        acme,
        new Extension(
            ExtensionId.random(),
            new ExtensionNumber("101"),
            new DisplayName("Ada"),
            DigestCredentials.of("101", "acme", new Secret("secret-of-101"))));
  }

  private CallbackRequest request(String key, String agent, String visitor) {
    return new CallbackRequest(
        CallbackId.random(),
        acme,
        WidgetId.ofQueue(acme),
        new ExtensionNumber(agent),
        new E164(visitor),
        key,
        "",
        CallbackState.QUEUED,
        "",
        NOW,
        NOW,
        NOW,
        0);
  }

  @Test
  void eachOfManyHasAnOutcomeOfItsOwn() {
    database.guards.optOut(acme, new E164(BEN), NOW);
    CallbackRequest first = request("key-2", "101", ADA);
    CallbackRequest second = request("key-1", "101", ADA);

    List<Taken> taken =
        database.intake.take(
            acme,
            List.of(
                first, request("key-3", "199", ADA), second, request("key-4", "101", BEN), first));

    assertThat(taken)
        .containsExactly(
            new Taken.Stored(first),
            new Taken.NoAgent(),
            new Taken.Stored(second),
            new Taken.OptedOut(),
            new Taken.Stored(first));
    assertThat(database.callbacks.list(acme, 10)).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void aKeyThatCameBeforeIsTheRequestOfThen() {
    CallbackRequest before = request("key-1", "101", ADA);
    database.intake.take(acme, List.of(before));

    List<Taken> taken =
        database.intake.take(
            acme, List.of(request("key-1", "101", "+4930123499"), request("key-2", "101", ADA)));

    assertThat(taken.get(0)).isEqualTo(new Taken.Stored(before));
    assertThat(database.callbacks.list(acme, 10)).hasSize(2);
  }

  @Test
  void twoWithOneKeyAtOnceAreOne() {
    CallbackRequest first = request("key-1", "101", ADA);
    CallbackRequest again = request("key-1", "101", ADA);

    List<Taken> taken = database.intake.take(acme, List.of(first, again));

    assertThat(taken).hasSize(2).containsOnly(taken.get(0));
    assertThat(database.callbacks.list(acme, 10)).hasSize(1);
  }

  @Test
  void manyCostNoMoreStatementsThanOne() {
    database.intake.take(acme, List.of(request("key", "101", ADA)));
    long before = database.statements();
    database.intake.take(acme, List.of(request("one", "101", ADA)));
    long one = database.statements() - before;
    database.intake.take(
        acme, IntStream.range(0, 50).mapToObj(i -> request("key-" + i, "101", ADA)).toList());

    assertThat(database.statements() - before - one).isEqualTo(one);
  }

  @Test
  void whoeverWatchesHearsOfTheNewOnesOnly() {
    CallbackRequest before = request("key-1", "101", ADA);
    database.intake.take(acme, List.of(before));
    long heard = database.events.newestId();
    CallbackRequest fresh = request("key-2", "101", ADA);

    database.intake.take(acme, List.of(request("key-1", "101", ADA), fresh));

    assertThat(database.events.after(heard, 10))
        .extracting(event -> event.subject())
        .containsExactly(fresh.id().toString());
  }

  @Test
  void noRequestGetsIntoAnothersQueue() {
    CallbackRequest ours = request("key-1", "101", ADA);

    assertThatThrownBy(() -> database.intake.take(zeta, List.of(ours)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(database.callbacks.list(acme, 10)).isEmpty();
  }
}
