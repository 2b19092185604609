package org.ringfence.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.access.ApiKeyRepository;
import org.ringfence.domain.access.KeptAnswerRepository;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.AlarmLetters;
import org.ringfence.domain.callback.CallbackGuardRepository;
import org.ringfence.domain.callback.CallbackIntake;
import org.ringfence.domain.callback.CallbackLimits;
import org.ringfence.domain.callback.CallbackQueue;
import org.ringfence.domain.callback.CallbackRateRepository;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackScripts;
import org.ringfence.domain.callback.CallbackStatistics;
import org.ringfence.domain.callback.CallbackTimes;
import org.ringfence.domain.callback.DialingRulesRepository;
import org.ringfence.domain.callback.LaneBoard;
import org.ringfence.domain.callback.LaneRepository;
import org.ringfence.domain.callback.LeadLetters;
import org.ringfence.domain.callback.LeadRepository;
import org.ringfence.domain.callback.PrivacyRepository;
import org.ringfence.domain.callback.RetryPolicies;
import org.ringfence.domain.callback.WidgetDesignRepository;
import org.ringfence.domain.callback.WidgetIntake;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.doctor.ExaminationRepository;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.history.CallRecordRepository;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.SnapshotRepository;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.SoundRepository;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.plan.PlanRepository;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.template.TemplateMoveRepository;
import org.ringfence.domain.template.TemplateRepository;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.domain.voicemail.VoiceMessageRepository;

/**
 * The repositories over a real MariaDB, with the transactions of the container: each call joins the
 * thread's transaction or gets one of its own. The database is the one the environment names; its
 * name must end in {@code _test}, because {@link #clean} empties it.
 */
@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
final class TestDatabase {
  static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");

  private static final ThreadLocal<@Nullable EntityManager> CURRENT = new ThreadLocal<>();
  private static @Nullable TestDatabase shared;

  private final DataSource pool;
  private final EntityManagerFactory factory;
  private final EntityManager entities = currentEntityManager();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Vault vault = new Vault("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

  final LiveEvents events = transactional(LiveEvents.class, bean(new JpaLiveEvents()));
  final AuditLog audit = transactional(AuditLog.class, bean(new JpaAuditLog()));
  final LaneRepository lanes;
  final LaneBoard board = transactional(LaneBoard.class, bean(new JpaLaneBoard()));
  final CallbackStatistics callbackStatistics =
      transactional(CallbackStatistics.class, bean(new JpaCallbackStatistics()));
  final CallbackRateRepository rates;
  final DialingRulesRepository rules =
      transactional(DialingRulesRepository.class, bean(new JpaDialingRules()));
  final CallbackTimes times;
  final TenantRepository tenants;
  final VmRepository machines;
  final PoolRepository machinePool;
  final PlanRepository plans = transactional(PlanRepository.class, bean(new JpaPlanRepository()));
  final SnapshotRepository snapshots;
  final TemplateRepository templates;
  final TemplateMoveRepository moves;
  final HostRepository hosts;
  final TrunkRepository trunks;
  final ExaminationRepository examinations;
  final ApiKeyRepository keys =
      transactional(ApiKeyRepository.class, bean(new JpaApiKeyRepository()));
  final KeptAnswerRepository answers;
  final ExtensionRepository extensions;
  final HandlingRepository handlings;
  final SoundRepository sounds;
  final RevisionRepository revisions;
  final WidgetRepository widgets;
  final VoiceMessageRepository voiceMessages;
  final CallbackRepository callbacks;
  final CallbackQueue queue;
  final CallbackIntake intake = transactional(CallbackIntake.class, bean(new JpaCallbackIntake()));
  final WidgetIntake widgetIntake = transactional(WidgetIntake.class, bean(new JpaWidgetIntake()));
  final CallbackScripts scripts =
      transactional(CallbackScripts.class, bean(new JpaCallbackScripts()));
  final RetryPolicies retries = transactional(RetryPolicies.class, bean(new JpaRetryPolicies()));
  final CallbackGuardRepository guards;
  final CallRecordRepository calls;
  final LeadRepository leads = transactional(LeadRepository.class, bean(new JpaLeadRepository()));
  final WidgetStatistics statistics =
      transactional(WidgetStatistics.class, bean(new JpaWidgetStatistics()));
  final WidgetDesignRepository designs;
  final PrivacyRepository privacy;
  final LeadLetters leadLetters;
  final AlarmLetters alarmLetters = transactional(AlarmLetters.class, bean(new JpaAlarmLetters()));
  final CallbackLimits limits = transactional(CallbackLimits.class, bean(new JpaCallbackLimits()));

  private TestDatabase() throws SQLException {
    FrugalDataSource source = new ReadCommitted();
    source.setUrl(setting("RINGFENCE_DB_URL"));
    source.setUser(setting("RINGFENCE_DB_USER"));
    source.setPassword(setting("RINGFENCE_DB_PASSWORD"));
    pool = source;
    try (Connection connection = source.getConnection()) {
      if (!connection.getCatalog().endsWith("_test")) {
        throw new IllegalStateException(
            "RINGFENCE_DB_URL names the database "
                + connection.getCatalog()
                + "; these tests empty theirs, so its name must end in _test");
      }
    }
    factory =
        Persistence.createEntityManagerFactory(
            "ringfence",
            Map.of(
                "jakarta.persistence.transactionType",
                "RESOURCE_LOCAL",
                "jakarta.persistence.nonJtaDataSource",
                source,
                "hibernate.generate_statistics",
                "true",
                "hibernate.session.events.log",
                "false",
                "hibernate.type.json_format_mapper",
                new NoJson()));

    JpaTenantRepository jpaTenants = bean(new JpaTenantRepository());
    jpaTenants.vault = vault;
    jpaTenants.events = events;
    jpaTenants.clock = clock;
    tenants = transactional(TenantRepository.class, jpaTenants);

    JpaVmRepository jpaMachines = bean(new JpaVmRepository());
    jpaMachines.vault = vault;
    jpaMachines.events = events;
    jpaMachines.clock = clock;
    machines = transactional(VmRepository.class, jpaMachines);

    JpaPoolRepository jpaPool = bean(new JpaPoolRepository());
    jpaPool.vault = vault;
    jpaPool.events = events;
    machinePool = transactional(PoolRepository.class, jpaPool);

    JpaSnapshotRepository jpaSnapshots = bean(new JpaSnapshotRepository());
    jpaSnapshots.vault = vault;
    jpaSnapshots.events = events;
    jpaSnapshots.clock = clock;
    snapshots = transactional(SnapshotRepository.class, jpaSnapshots);

    JpaTemplateRepository jpaTemplates = bean(new JpaTemplateRepository());
    jpaTemplates.events = events;
    templates = transactional(TemplateRepository.class, jpaTemplates);

    JpaTemplateMoveRepository jpaMoves = bean(new JpaTemplateMoveRepository());
    jpaMoves.events = events;
    moves = transactional(TemplateMoveRepository.class, jpaMoves);

    JpaHostRepository jpaHosts = bean(new JpaHostRepository());
    jpaHosts.events = events;
    hosts = transactional(HostRepository.class, jpaHosts);

    JpaTrunkRepository jpaTrunks = bean(new JpaTrunkRepository());
    jpaTrunks.vault = vault;
    jpaTrunks.events = events;
    jpaTrunks.clock = clock;
    trunks = transactional(TrunkRepository.class, jpaTrunks);

    JpaExaminationRepository jpaExaminations = bean(new JpaExaminationRepository());
    jpaExaminations.events = events;
    examinations = transactional(ExaminationRepository.class, jpaExaminations);

    JpaKeptAnswerRepository jpaAnswers = bean(new JpaKeptAnswerRepository());
    jpaAnswers.vault = vault;
    answers = transactional(KeptAnswerRepository.class, jpaAnswers);

    JpaExtensionRepository jpaExtensions = bean(new JpaExtensionRepository());
    jpaExtensions.vault = vault;
    jpaExtensions.events = events;
    jpaExtensions.clock = clock;
    extensions = transactional(ExtensionRepository.class, jpaExtensions);

    JpaHandlingRepository jpaHandlings = bean(new JpaHandlingRepository());
    jpaHandlings.events = events;
    jpaHandlings.clock = clock;
    handlings = transactional(HandlingRepository.class, jpaHandlings);

    JpaSoundRepository jpaSounds = bean(new JpaSoundRepository());
    jpaSounds.events = events;
    jpaSounds.clock = clock;
    sounds = transactional(SoundRepository.class, jpaSounds);

    JpaRevisionRepository jpaRevisions = bean(new JpaRevisionRepository());
    jpaRevisions.vault = vault;
    jpaRevisions.events = events;
    revisions = transactional(RevisionRepository.class, jpaRevisions);

    JpaWidgetRepository jpaWidgets = bean(new JpaWidgetRepository());
    jpaWidgets.events = events;
    jpaWidgets.clock = clock;
    widgets = transactional(WidgetRepository.class, jpaWidgets);

    JpaVoiceMessageRepository jpaMessages = bean(new JpaVoiceMessageRepository());
    jpaMessages.vault = vault;
    jpaMessages.events = events;
    jpaMessages.clock = clock;
    voiceMessages = transactional(VoiceMessageRepository.class, jpaMessages);

    JpaCallbackGuardRepository jpaGuards = bean(new JpaCallbackGuardRepository());
    jpaGuards.events = events;
    guards = transactional(CallbackGuardRepository.class, jpaGuards);

    JpaCallRecordRepository jpaCalls = bean(new JpaCallRecordRepository());
    jpaCalls.events = events;
    calls = transactional(CallRecordRepository.class, jpaCalls);

    JpaCallbackRateRepository jpaRates = bean(new JpaCallbackRateRepository());
    rates = transactional(CallbackRateRepository.class, jpaRates);

    JpaLaneRepository jpaLanes = bean(new JpaLaneRepository());
    jpaLanes.events = events;
    lanes = transactional(LaneRepository.class, jpaLanes);

    JpaCallbackRepository jpaCallbacks = bean(new JpaCallbackRepository());
    jpaCallbacks.events = events;
    jpaCallbacks.guards = jpaGuards;
    jpaCallbacks.rates = jpaRates;
    callbacks = transactional(CallbackRepository.class, jpaCallbacks);

    JpaCallbackTimes jpaTimes = bean(new JpaCallbackTimes());
    jpaTimes.events = events;
    times = transactional(CallbackTimes.class, jpaTimes);

    JpaWidgetDesignRepository jpaDesigns = bean(new JpaWidgetDesignRepository());
    jpaDesigns.events = events;
    designs = transactional(WidgetDesignRepository.class, jpaDesigns);

    JpaLeadLetters jpaLetters = bean(new JpaLeadLetters());
    jpaLetters.leads = leads;
    leadLetters = transactional(LeadLetters.class, jpaLetters);

    JpaPrivacyRepository jpaPrivacy = bean(new JpaPrivacyRepository());
    jpaPrivacy.events = events;
    jpaPrivacy.leads = leads;
    privacy = transactional(PrivacyRepository.class, jpaPrivacy);

    JpaCallbackQueue jpaQueue = bean(new JpaCallbackQueue());
    jpaQueue.events = events;
    queue = transactional(CallbackQueue.class, jpaQueue);
  }

  /** Emptied and ready. */
  static synchronized TestDatabase clean() throws SQLException {
    TestDatabase database = shared;
    if (database == null) {
      database = new TestDatabase();
      shared = database;
    }
    database.sql("UPDATE machine_pool SET machines = 0, plan_id = NULL");
    for (String table :
        List.of(
            "call_event",
            "call_record",
            "callback_limit",
            "callback_used_proof",
            "callback_tally",
            "callback_alarm",
            "audit_entry",
            "live_event",
            "dialer_lane",
            "call_leg",
            "call_attempt",
            "callback_lead_letter",
            "callback_request",
            "widget",
            "config_revision",
            "call_handling",
            "voice_message",
            "sound",
            "sound_file",
            "extension",
            "trunk_examination",
            "api_key",
            "kept_answer",
            "trunk",
            "vm_stage_change",
            "template_move",
            "virtual_machine",
            "template_version",
            "hypervisor_host",
            "plan",
            "tenant")) {
      database.sql("DELETE FROM " + table);
    }
    return database;
  }

  /** The tenant's VM, stored and running. */
  void runningMachine(TenantId tenantId, Instant since) {
    machines.add(
        tenantId,
        new VirtualMachine(
            VmId.random(),
            tenantId,
            "rf-acme",
            DesiredState.RUNNING,
            VmStage.RUNNING,
            "",
            new Ipv4("10.0.0.10"),
            Secret.random(),
            Secret.random(),
            "",
            0,
            since));
  }

  /** A stored tenant. */
  Tenant tenant(String slug) {
    Tenant tenant =
        new Tenant(
            TenantId.random(),
            new Slug(slug),
            new DisplayName("Tenant " + slug),
            new Country("DE"),
            new EmailAddress("admin@" + slug + ".example"),
            IdentityState.PENDING,
            NOW);
    tenants.add(tenant);
    return tenant;
  }

  /** Runs everything inside in one transaction, which an exception rolls back. */
  <T extends @Nullable Object> T transaction(Callable<T> work) throws Exception {
    if (CURRENT.get() != null) {
      return work.call();
    }
    EntityManager own = factory.createEntityManager();
    CURRENT.set(own);
    try {
      own.getTransaction().begin();
      T result = work.call();
      own.getTransaction().commit();
      return result;
    } finally {
      CURRENT.remove();
      if (own.getTransaction().isActive()) {
        own.getTransaction().rollback();
      }
      own.close();
    }
  }

  /** One statement on a connection of its own; the number of rows it changed. */
  int sql(String statement) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement sql = connection.createStatement()) {
      return sql.executeUpdate(statement);
    }
  }

  /** How many statements all repositories sent so far. */
  long statements() {
    return factory.unwrap(SessionFactory.class).getStatistics().getPrepareStatementCount();
  }

  EntityManager entities() {
    return entities;
  }

  private <R extends JpaRepository> R bean(R repository) {
    repository.entities = entities;
    return repository;
  }

  private <P> P transactional(Class<P> port, P repository) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) ->
                transaction(
                    () -> {
                      try {
                        return method.invoke(repository, arguments);
                      } catch (InvocationTargetException e) {
                        if (e.getCause() instanceof RuntimeException cause) {
                          throw cause;
                        }
                        throw e;
                      }
                    })));
  }

  private EntityManager currentEntityManager() {
    return (EntityManager)
        Proxy.newProxyInstance(
            EntityManager.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              EntityManager bound = CURRENT.get();
              if (bound == null) {
                throw new IllegalStateException("no transaction");
              }
              try {
                return method.invoke(bound, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  private static String setting(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set; ./ringfence test sets it");
    }
    return value;
  }

  /** Keeps Hibernate from asking for a JSON library, which only the container has. */
  private static final class NoJson implements FormatMapper {
    @Override
    public <T> T fromString(CharSequence text, JavaType<T> type, WrapperOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> String toString(T value, JavaType<T> type, WrapperOptions options) {
      throw new UnsupportedOperationException();
    }
  }

  /** Connections as the container's pool hands them out, and kept as it keeps them. */
  private static final class ReadCommitted extends FrugalDataSource {
    private static final long serialVersionUID = 1L;

    private final transient Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    @Override
    public Connection getConnection() throws SQLException {
      Connection kept = idle.poll();
      Connection connection = kept == null ? super.getConnection() : kept;
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      AtomicBoolean open = new AtomicBoolean(true);
      return (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("close")) {
                  if (open.getAndSet(false) && !connection.isClosed()) {
                    connection.setAutoCommit(true);
                    idle.add(connection);
                  }
                  return null;
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause() == null ? e : e.getCause();
                }
              });
    }
  }
}
