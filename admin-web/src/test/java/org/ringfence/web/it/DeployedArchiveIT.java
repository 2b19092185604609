package org.ringfence.web.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.LaneRepository;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.tenant.TenantForm;
import org.ringfence.web.tenant.Tenants;
import org.ringfence.web.trunk.TrunkForm;
import org.ringfence.web.trunk.Trunks;

/**
 * The delivered archive in Payara Micro over an empty MariaDB, while Keycloak is away. One class,
 * because each class starts the server anew. The tests share the database, so each works with
 * tenants of its own.
 */
@ExtendWith(ArquillianExtension.class)
class DeployedArchiveIT {
  @Inject Tenants tenants;
  @Inject Trunks trunks;
  @Inject VmRepository machines;
  @Inject RevisionRepository revisions;
  @Inject CallbackRepository callbacks;
  @Inject LiveEvents events;
  @Inject AuditLog audit;

  /**
   * Not the user's transaction: whether a thread may begin one is kept in a field of the server's
   * interceptor, which the portal's own reads of the same bean change meanwhile.
   */
  @Resource(lookup = "java:appserver/TransactionManager")
  TransactionManager transaction;

  @Resource(lookup = "java:app/jdbc/ringfence")
  DataSource pool;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  @Deployment
  static WebArchive archive() throws Exception {
    Delivered.emptyDatabase();
    return Delivered.withTests(DeployedArchiveIT.class);
  }

  @Test
  void anEmptyDatabaseIsMigratedByTheDeployment() throws Exception {
    List<String> migrations = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        Statement sql = connection.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT script, success FROM flyway_schema_history ORDER BY installed_rank")) {
      while (rows.next()) {
        migrations.add(rows.getString(1) + " " + rows.getBoolean(2));
      }
    }
    assertThat(migrations)
        .isNotEmpty()
        .allMatch(migration -> migration.matches("V\\d+__\\w+\\.sql true"));
  }

  @Test
  void everyPortOfTheDomainHasItsAdapter() {
    assertThat(
            List.of(
                AuditLog.class,
                CallbackRepository.class,
                ExtensionRepository.class,
                LaneRepository.class,
                LiveEvents.class,
                RevisionRepository.class,
                TenantRepository.class,
                TrunkRepository.class,
                VmRepository.class,
                WidgetRepository.class))
        .allSatisfy(port -> assertThat(CDI.current().select(port).isResolvable()).isTrue());
  }

  @Test
  void aSavedTrunkIsFoundAndBringsARevisionNewsAndATrace() {
    TenantId acme = tenant("acme").id();
    long before = events.newestId();

    Trunks.Saved saved = trunks.save(acme, Optional.empty(), trunk("Provider"), "anna");

    assertThat(trunks.find(acme, saved.trunk().id()).map(Trunks.Overview::trunk))
        .contains(saved.trunk());
    assertThat(revisions.newest(acme))
        .hasValueSatisfying(
            newest -> {
              assertThat(newest.number()).isEqualTo(saved.revision());
              assertThat(newest.summary()).contains("Provider");
              assertThat(newest.requestedBy()).isEqualTo("anna");
            });
    assertThat(kinds(acme, before)).containsExactlyInAnyOrder("trunk", "revision");
    assertThat(audit.list(acme, 1)).extracting(AuditEntry::action).containsExactly("trunk.saved");
  }

  @Test
  void callsBegunTogetherAreStoredOrUndoneTogether() throws Exception {
    TenantId tenant = tenant("dialled").id();
    try (Connection connection = pool.getConnection();
        Statement sql = connection.createStatement()) {
      sql.executeUpdate(
          "INSERT INTO dialer_lane (tenant_id, owner, lease_until, epoch) VALUES ('"
              + tenant
              + "', 'test', 9000000000000000, 1000000) ON DUPLICATE KEY UPDATE owner = 'test',"
              + " lease_until = 9000000000000000, epoch = 1000000");
    }
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      attempts.add(attempt(callbacks.enqueue(tenant, request(tenant, "10" + i))));
    }

    transaction.begin();
    assertThat(callbacks.begin(tenant, attempts)).hasSize(3);
    transaction.rollback();
    assertThat(callbacks.open(tenant)).isEmpty();

    assertThat(callbacks.begin(tenant, attempts)).hasSize(3);
    assertThat(callbacks.open(tenant)).containsExactlyInAnyOrderElementsOf(attempts);
  }

  private static CallbackRequest request(TenantId tenant, String agent) {
    Instant now = Instant.ofEpochSecond(1_800_000_000);
    return new CallbackRequest(
        CallbackId.random(),
        tenant,
        WidgetId.random(),
        new ExtensionNumber(agent),
        new E164("+442079460100"),
        "key",
        "",
        CallbackState.QUEUED,
        "",
        now,
        now);
  }

  private static Attempt attempt(CallbackRequest request) {
    return new Attempt(
        AttemptId.random(),
        request.id(),
        request.tenantId(),
        AttemptState.SENDING,
        "",
        1_000_000,
        "boot-1",
        List.of(),
        request.requestedAt(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aUseCaseIsPartOfTheTransactionAroundIt() throws Exception {
    TenantId tenant = tenant("undone").id();
    Optional<Revision> newest = revisions.newest(tenant);
    long before = events.newestId();

    transaction.begin();
    trunks.save(tenant, Optional.empty(), trunk("Provider"), "anna");
    assertThat(trunks.list(tenant)).hasSize(1);
    transaction.rollback();

    assertNothingHappened(tenant, newest, before);
  }

  @Test
  void aRefusedUseCaseTakesBackWhatWasDoneBeforeIt() throws Exception {
    TenantId tenant = tenant("refused").id();
    Optional<Revision> newest = revisions.newest(tenant);
    long before = events.newestId();

    transaction.begin();
    trunks.save(tenant, Optional.empty(), trunk("Provider"), "anna");
    assertThatThrownBy(() -> trunks.save(tenant, Optional.empty(), trunk("Provider"), "anna"))
        .isInstanceOf(InvalidForm.class)
        .extracting(refused -> ((InvalidForm) refused).sentences())
        .isEqualTo(
            Map.of("name", "Another trunk has this name already. Please choose another one."));
    assertThatThrownBy(transaction::commit).isInstanceOf(RollbackException.class);

    assertNothingHappened(tenant, newest, before);
  }

  @Test
  void aNameOnlyTheDatabaseTakesForTheSameIsRefusedAndLeavesNothing() {
    TenantId tenant = tenant("accents").id();
    trunks.save(tenant, Optional.empty(), trunk("Provider"), "anna");
    Optional<Revision> newest = revisions.newest(tenant);
    List<AuditEntry> trail = audit.list(tenant, 10);
    long before = events.newestId();

    assertThatThrownBy(() -> trunks.save(tenant, Optional.empty(), trunk("Prövider"), "anna"))
        .isInstanceOf(InvalidForm.class);

    assertThat(trunks.list(tenant)).hasSize(1);
    assertThat(revisions.newest(tenant)).isEqualTo(newest);
    assertThat(audit.list(tenant, 10)).isEqualTo(trail);
    assertThat(kinds(tenant, before)).isEmpty();
  }

  @Test
  void aTrunkOfAnotherTenantIsNotFoundNorDeleted() {
    TenantId owner = tenant("owner").id();
    TenantId stranger = tenant("stranger").id();
    var id = trunks.save(owner, Optional.empty(), trunk("Provider"), "anna").trunk().id();

    assertThat(trunks.find(stranger, id)).isEmpty();
    assertThat(trunks.list(stranger)).isEmpty();
    assertThat(trunks.delete(stranger, id, "eve")).isEmpty();
    assertThat(trunks.find(owner, id)).isPresent();
  }

  @Test
  void tenantsCreatedAtTheSameMomentGetDifferentAddresses() throws Exception {
    List<String> slugs = List.of("at-once-1", "at-once-2", "at-once-3", "at-once-4");
    CyclicBarrier together = new CyclicBarrier(slugs.size());
    List<Callable<Tenant>> creations = new ArrayList<>();
    for (String slug : slugs) {
      creations.add(
          () -> {
            together.await(60, SECONDS);
            return tenant(slug);
          });
    }
    List<Ipv4> addresses = new ArrayList<>();
    ExecutorService workers = Executors.newFixedThreadPool(slugs.size(), threads);
    try {
      for (Future<Tenant> creation : workers.invokeAll(creations)) {
        VirtualMachine machine = machines.find(creation.get().id()).orElseThrow();
        addresses.add(machine.address());
      }
    } finally {
      workers.shutdown();
    }
    assertThat(addresses).hasSameSizeAs(slugs).doesNotHaveDuplicates();
    assertThat(tenants.list())
        .extracting(overview -> overview.tenant().slug().value())
        .filteredOn(slug -> slug.startsWith("at-once-"))
        .containsExactlyInAnyOrderElementsOf(slugs);
  }

  @Test
  @RunAsClient
  void itSaysThatItIsReadyAndNamesWhatItLookedAt(@ArquillianResource URL base) throws Exception {
    HttpResponse<String> ready = get(base, "/health/ready");

    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body().replaceAll("\\s", ""))
        .startsWith("{\"status\":\"UP\"")
        .contains("{\"name\":\"database\",\"status\":\"UP\"");
  }

  @Test
  @RunAsClient
  void withoutKeycloakAPageSaysThatSignInIsNotPossible(@ArquillianResource URL base)
      throws Exception {
    for (String path : List.of("/", "/tenants", "/acme/trunks")) {
      HttpResponse<String> page = get(base, path);

      assertThat(page.statusCode()).as(path).isEqualTo(503);
      assertThat(page.headers().firstValue("Content-Type").orElse(""))
          .as(path)
          .startsWith("text/html");
      assertThat(page.body())
          .as(path)
          .contains("<h1>Sign-in is not possible right now</h1>")
          .doesNotContain("Payara", "java.lang.", "Caused by")
          .doesNotContainPattern("\\bat [\\w.$]+\\(");
    }
  }

  @Test
  @RunAsClient
  void withoutATokenTheApiAnswersWithAProblem(@ArquillianResource URL base) throws Exception {
    HttpResponse<String> refused = get(base, "/api/v1/tenants");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(refused.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(refused.body())
        .contains("\"title\":\"Unauthorized\"", "\"status\":401")
        .contains("Please send a bearer token of Keycloak.");
  }

  @Test
  @RunAsClient
  void metricsAndTheDescriptionOfTheApiAreNotForEverybody(@ArquillianResource URL base)
      throws Exception {
    for (String path : List.of("/metrics", "/metrics?scope=base", "/openapi", "/openapi/")) {
      HttpResponse<String> anonymous = get(base, path);
      assertThat(anonymous.statusCode()).as(path).isEqualTo(503);
      assertThat(anonymous.body()).as(path).contains("Sign-in is not possible right now");

      HttpResponse<String> guessed = get(base, path, "Authorization", "Bearer guessed");
      assertThat(guessed.statusCode()).as(path).isEqualTo(401);
      assertThat(guessed.body()).as(path).contains("\"title\":\"Unauthorized\"");
    }
  }

  private Tenant tenant(String slug) {
    TenantForm form = new TenantForm();
    form.setSlug(slug);
    form.setName("Tenant " + slug);
    form.setCountry("DE");
    form.setAdminEmail("admin@" + slug + ".example");
    return tenants.create(form, "hoster");
  }

  private static TrunkForm trunk(String name) {
    TrunkForm form = new TrunkForm();
    form.setName(name);
    form.setHost("sip.example.com");
    form.setUsername("4930123");
    form.setPassword("a password of the provider");
    return form;
  }

  private void assertNothingHappened(TenantId tenant, Optional<Revision> newest, long before) {
    assertThat(trunks.list(tenant)).isEmpty();
    assertThat(revisions.newest(tenant)).isEqualTo(newest);
    assertThat(audit.list(tenant, 10))
        .extracting(AuditEntry::action)
        .containsExactly("tenant.created");
    assertThat(kinds(tenant, before)).isEmpty();
  }

  private List<String> kinds(TenantId tenant, long after) {
    return events.after(after, 100).stream()
        .filter(event -> event.tenantId().equals(Optional.of(tenant)))
        .map(LiveEvent::kind)
        .toList();
  }

  /** By 127.0.0.1, where the server listens; the address it gives may name the machine. */
  private static HttpResponse<String> get(URL base, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + base.getPort() + path))
            .header("Accept-Language", "en");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
