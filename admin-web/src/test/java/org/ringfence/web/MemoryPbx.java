package org.ringfence.web;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;

/** The repositories of a PBX in memory, each tenant's things apart. */
public final class MemoryPbx {
  public final Clock clock = Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.UTC);
  public final Tenants tenants = new Tenants();
  public final Trunks trunks = new Trunks();
  public final Extensions extensions = new Extensions();
  public final Widgets widgets = new Widgets();
  public final Handlings handlings = new Handlings();
  public final MemorySounds sounds = new MemorySounds();
  public final Revisions revisions = new Revisions();
  public final Audit audit = new Audit();

  public TenantId tenant(String slug) {
    Tenant tenant =
        new Tenant(
            TenantId.random(),
            new Slug(slug),
            new DisplayName(slug),
            new Country("DE"),
            new EmailAddress("admin@" + slug + ".example"),
            IdentityState.READY,
            clock.instant());
    tenants.add(tenant);
    return tenant.id();
  }

  /** Rows of several tenants, in the order they were first stored. */
  private static final class Rows<K, V> {
    private final Map<TenantId, Map<K, V>> byTenant = new HashMap<>();

    private Map<K, V> of(TenantId tenantId) {
      return byTenant.computeIfAbsent(tenantId, fresh -> new LinkedHashMap<>());
    }

    private List<V> list(TenantId tenantId) {
      return List.copyOf(of(tenantId).values());
    }

    private Optional<V> find(TenantId tenantId, Predicate<V> wanted) {
      return of(tenantId).values().stream().filter(wanted).findFirst();
    }
  }

  /** Tenants. */
  public static final class Tenants implements TenantRepository {
    private final List<Tenant> rows = new ArrayList<>();

    @Override
    public void add(Tenant tenant) {
      rows.add(tenant);
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
      return rows.stream().filter(tenant -> tenant.id().equals(id)).findFirst();
    }

    @Override
    public Optional<Tenant> findBySlug(Slug slug) {
      return rows.stream().filter(tenant -> tenant.slug().equals(slug)).findFirst();
    }

    @Override
    public List<Tenant> list() {
      return List.copyOf(rows);
    }

    @Override
    public List<Tenant> withPendingIdentity(int limit) {
      return List.of();
    }

    @Override
    public void identityReady(TenantId id, Optional<Secret> firstPassword) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Secret> takeFirstPassword(TenantId id) {
      return Optional.empty();
    }
  }

  /** Trunks. */
  public static final class Trunks implements TrunkRepository {
    private final Rows<TrunkId, Trunk> rows = new Rows<>();
    private final Rows<TrunkId, TrunkStatus> statuses = new Rows<>();

    @Override
    public List<Trunk> list(TenantId tenantId) {
      return rows.list(tenantId).stream().sorted(Comparator.comparingInt(Trunk::position)).toList();
    }

    @Override
    public Optional<Trunk> find(TenantId tenantId, TrunkId id) {
      return rows.find(tenantId, trunk -> trunk.id().equals(id));
    }

    @Override
    public void save(TenantId tenantId, Trunk trunk) {
      rows.of(tenantId).put(trunk.id(), trunk);
    }

    @Override
    public boolean delete(TenantId tenantId, TrunkId id) {
      return rows.of(tenantId).remove(id) != null;
    }

    @Override
    public Map<TrunkId, TrunkStatus> statuses(TenantId tenantId) {
      return Map.copyOf(statuses.of(tenantId));
    }

    @Override
    public void status(
        TenantId tenantId,
        String sectionName,
        TrunkStatus.State state,
        String detail,
        Instant now) {
      rows.find(tenantId, trunk -> trunk.sectionName().equals(sectionName))
          .ifPresent(
              trunk -> statuses.of(tenantId).put(trunk.id(), new TrunkStatus(state, detail, now)));
    }

    @Override
    public void forgetStatuses(TenantId tenantId, Instant now) {
      statuses.of(tenantId).clear();
    }
  }

  /** Extensions. */
  public static final class Extensions implements ExtensionRepository {
    private final Rows<ExtensionId, Extension> rows = new Rows<>();

    @Override
    public List<Extension> list(TenantId tenantId) {
      return rows.list(tenantId);
    }

    @Override
    public Optional<Extension> find(TenantId tenantId, ExtensionId id) {
      return rows.find(tenantId, extension -> extension.id().equals(id));
    }

    @Override
    public Optional<Extension> findByNumber(TenantId tenantId, ExtensionNumber number) {
      return rows.find(tenantId, extension -> extension.number().equals(number));
    }

    @Override
    public void save(TenantId tenantId, Extension extension) {
      rows.of(tenantId).put(extension.id(), extension);
    }

    @Override
    public boolean delete(TenantId tenantId, ExtensionId id) {
      return rows.of(tenantId).remove(id) != null;
    }
  }

  /** Call handling. */
  public static final class Handlings implements HandlingRepository {
    private final Rows<HandlingId, Handling> rows = new Rows<>();

    @Override
    public List<Handling> list(TenantId tenantId) {
      return rows.list(tenantId);
    }

    @Override
    public Optional<Handling> find(TenantId tenantId, HandlingId id) {
      return rows.find(tenantId, handling -> handling.id().equals(id));
    }

    @Override
    public void save(TenantId tenantId, Handling handling) {
      rows.of(tenantId).put(handling.id(), handling);
    }

    @Override
    public boolean delete(TenantId tenantId, HandlingId id) {
      return rows.of(tenantId).remove(id) != null;
    }
  }

  /** Widgets. */
  public static final class Widgets implements WidgetRepository {
    private final Rows<WidgetId, Widget> rows = new Rows<>();

    @Override
    public List<Widget> list(TenantId tenantId) {
      return rows.list(tenantId);
    }

    @Override
    public Optional<Widget> find(TenantId tenantId, WidgetId id) {
      return rows.find(tenantId, widget -> widget.id().equals(id));
    }

    @Override
    public void save(TenantId tenantId, Widget widget) {
      rows.of(tenantId).put(widget.id(), widget);
    }

    @Override
    public boolean delete(TenantId tenantId, WidgetId id) {
      return rows.of(tenantId).remove(id) != null;
    }

    @Override
    public Optional<PublishedWidget> findByKey(WidgetKey key) {
      return Optional.empty();
    }
  }

  /** Revisions; only what asking for one needs. */
  public static final class Revisions implements RevisionRepository {
    private final Rows<Integer, Revision> rows = new Rows<>();

    @Override
    public int request(TenantId tenantId, String summary, String requestedBy, Instant now) {
      int number = rows.of(tenantId).size() + 1;
      rows.of(tenantId)
          .put(
              number,
              new Revision(
                  tenantId,
                  number,
                  RevisionState.REQUESTED,
                  summary,
                  requestedBy,
                  "",
                  "",
                  now,
                  Optional.empty()));
      return number;
    }

    @Override
    public List<Revision> list(TenantId tenantId, int limit) {
      return rows.list(tenantId).stream()
          .sorted(Comparator.comparingInt(Revision::number).reversed())
          .limit(limit)
          .toList();
    }

    @Override
    public Optional<Revision> find(TenantId tenantId, int number) {
      return rows.find(tenantId, revision -> revision.number() == number);
    }

    @Override
    public Optional<Revision> newest(TenantId tenantId) {
      return list(tenantId, 1).stream().findFirst();
    }

    @Override
    public Optional<Revision> applied(TenantId tenantId) {
      return Optional.empty();
    }

    @Override
    public void rendered(TenantId tenantId, int number, String digest, byte[] bundle, Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> bundle(TenantId tenantId, int number) {
      return Optional.empty();
    }

    @Override
    public void applied(TenantId tenantId, int number, Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void failed(TenantId tenantId, int number, String reason, Instant now) {
      throw new UnsupportedOperationException();
    }
  }

  /** The trail. */
  public static final class Audit implements AuditLog {
    private final List<AuditEntry> entries = new ArrayList<>();

    @Override
    public void append(AuditEntry entry) {
      entries.add(0, entry);
    }

    @Override
    public List<AuditEntry> list(TenantId tenantId, int limit) {
      return entries.stream()
          .filter(entry -> entry.tenantId().filter(tenantId::equals).isPresent())
          .limit(limit)
          .toList();
    }

    @Override
    public List<AuditEntry> listAll(int limit) {
      return entries.stream().limit(limit).toList();
    }
  }
}
