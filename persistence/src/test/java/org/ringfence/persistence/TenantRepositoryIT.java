package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Secret;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.SlugTaken;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;

class TenantRepositoryIT {
  private TestDatabase database;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
  }

  @Test
  void whatIsStoredIsFoundAgainByIdAndByShortName() {
    Tenant acme = database.tenant("acme");
    assertThat(database.tenants.find(acme.id())).contains(acme);
    assertThat(database.tenants.findBySlug(new Slug("acme"))).contains(acme);
    assertThat(database.tenants.find(TenantId.random())).isEmpty();
    assertThat(database.tenants.findBySlug(new Slug("nobody"))).isEmpty();
  }

  @Test
  void tenantsAreListedByName() {
    Tenant zeta = database.tenant("zeta");
    Tenant acme = database.tenant("acme");
    assertThat(database.tenants.list()).containsExactly(acme, zeta);
  }

  @Test
  void aSecondTenantWithTheSameShortNameIsRefusedInWords() {
    database.tenant("acme");
    assertThatThrownBy(() -> database.tenant("acme"))
        .isInstanceOf(SlugTaken.class)
        .hasMessageContaining("acme");
    assertThat(database.tenants.list()).hasSize(1);
  }

  @Test
  void aTenantWaitsForItsIdentityUntilItIsReady() {
    Tenant acme = database.tenant("acme");
    Tenant zeta = database.tenant("zeta");
    database.tenants.identityReady(acme.id(), Optional.empty());
    assertThat(database.tenants.withPendingIdentity(10)).containsExactly(zeta);
    assertThat(database.tenants.find(acme.id()).map(Tenant::identity))
        .contains(IdentityState.READY);
  }

  @Test
  void theFirstPasswordIsHandedOutOnce() {
    Tenant acme = database.tenant("acme");
    database.tenants.identityReady(acme.id(), Optional.of(new Secret("first-password")));
    assertThat(database.tenants.takeFirstPassword(acme.id()).map(Secret::reveal))
        .contains("first-password");
    assertThat(database.tenants.takeFirstPassword(acme.id())).isEmpty();
  }

  @Test
  void aRepeatedReadyWithoutPasswordKeepsTheOneThatWaits() {
    Tenant acme = database.tenant("acme");
    database.tenants.identityReady(acme.id(), Optional.of(new Secret("first-password")));
    database.tenants.identityReady(acme.id(), Optional.empty());
    assertThat(database.tenants.takeFirstPassword(acme.id()).map(Secret::reveal))
        .contains("first-password");
  }

  @Test
  void ofManyWhoAskAtOnceOneGetsTheFirstPassword() throws Exception {
    Tenant acme = database.tenant("acme");
    database.tenants.identityReady(acme.id(), Optional.of(new Secret("first-password")));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Optional<Secret>> take = () -> database.tenants.takeFirstPassword(acme.id());
      int handedOut = 0;
      for (Future<Optional<Secret>> result :
          threads.invokeAll(List.of(take, take, take, take, take, take, take, take))) {
        handedOut += result.get().isPresent() ? 1 : 0;
      }
      assertThat(handedOut).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void anotherTenantsFirstPasswordDoesNotOpen() throws Exception {
    Tenant acme = database.tenant("acme");
    Tenant zeta = database.tenant("zeta");
    database.tenants.identityReady(acme.id(), Optional.of(new Secret("first-password")));
    database.sql(
        "UPDATE tenant z JOIN tenant a ON a.slug = 'acme'"
            + " SET z.first_password_enc = a.first_password_enc WHERE z.slug = 'zeta'");
    assertThatThrownBy(() -> database.tenants.takeFirstPassword(zeta.id()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another row");
  }

  @Test
  void watchersHearOfANewTenant() {
    Tenant acme = database.tenant("acme");
    assertThat(database.events.after(0, 10))
        .extracting(LiveEvent::kind, LiveEvent::tenantId)
        .containsExactly(tuple("tenant", Optional.of(acme.id())));
  }
}
