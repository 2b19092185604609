package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundDigest;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.SoundRepository;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaSoundRepository extends JpaRepository implements SoundRepository {
  /** How long a file stays that no sound has: an earlier configuration may be restored. */
  private static final Duration KEPT = Duration.ofDays(30);

  /** Files that no sound has take at most as much; then the ones that went first go for good. */
  private static final int MOST_KEPT_FILES = 50;

  @Inject LiveEvents events;
  @Inject Clock clock;

  @Override
  public List<Sound> list(TenantId tenantId) {
    return read(
            entities
                .createQuery(
                    "select s from SoundRow s where s.tenantId = :tenant order by s.name, s.id",
                    SoundRow.class)
                .setParameter("tenant", tenantId.toString()))
        .stream()
        .map(SoundRow::toSound)
        .toList();
  }

  @Override
  public Optional<Sound> find(TenantId tenantId, SoundId id) {
    return readOne(
            entities
                .createQuery(
                    "select s from SoundRow s where s.id = :id and s.tenantId = :tenant",
                    SoundRow.class)
                .setParameter("id", id.toString())
                .setParameter("tenant", tenantId.toString()))
        .map(SoundRow::toSound);
  }

  @Override
  public void save(TenantId tenantId, Sound sound, byte[] content, Instant now) {
    entities
        .createNativeQuery(
            "INSERT INTO sound_file (tenant_id, digest, content) VALUES (:tenant, :digest, :content)"
                + " ON DUPLICATE KEY UPDATE unused_since = NULL")
        .setParameter("tenant", tenantId.toString())
        .setParameter("digest", sound.digest().hex())
        .setParameter("content", content)
        .executeUpdate();
    try {
      Optional<SoundRow> found = locked(tenantId, sound.id());
      SoundRow row = found.orElseGet(() -> SoundRow.of(tenantId, sound.id()));
      row.take(sound);
      if (found.isEmpty()) {
        entities.persist(row);
      }
      flush();
    } catch (PersistenceException e) {
      throw refusal(e, sound.name());
    }
    forgetUnused(tenantId, now);
    tell(tenantId, sound.id());
  }

  @Override
  public boolean rename(TenantId tenantId, SoundId id, DisplayName name) {
    Optional<SoundRow> found = locked(tenantId, id);
    if (found.isEmpty()) {
      return false;
    }
    try {
      found.get().name = name.value();
      flush();
    } catch (PersistenceException e) {
      throw refusal(e, name);
    }
    tell(tenantId, id);
    return true;
  }

  private Optional<SoundRow> locked(TenantId tenantId, SoundId id) {
    return entities
        .createQuery(
            "select s from SoundRow s where s.id = :id and s.tenantId = :tenant", SoundRow.class)
        .setParameter("id", id.toString())
        .setParameter("tenant", tenantId.toString())
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst();
  }

  private static RuntimeException refusal(PersistenceException e, DisplayName name) {
    if (isDuplicateOf("sound_name", e)) {
      return new NameTaken(
          "name", "Another sound already has the name " + name + ". Please choose another one.");
    }
    if (isDuplicateOf("primary", e)) {
      return new InvalidValue("There is no such sound.");
    }
    return e;
  }

  @Override
  public boolean delete(TenantId tenantId, SoundId id, Instant now) {
    int deleted =
        entities
            .createQuery("delete from SoundRow s where s.id = :id and s.tenantId = :tenant")
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    if (deleted == 1) {
      forgetUnused(tenantId, now);
      tell(tenantId, id);
    }
    return deleted == 1;
  }

  private void forgetUnused(TenantId tenantId, Instant now) {
    entities
        .createNativeQuery(
            "UPDATE sound_file SET unused_since = :now WHERE tenant_id = :tenant"
                + " AND unused_since IS NULL AND digest NOT IN"
                + " (SELECT digest FROM sound WHERE tenant_id = :tenant)")
        .setParameter("tenant", tenantId.toString())
        .setParameter("now", Micros.of(now))
        .executeUpdate();
    entities
        .createNativeQuery(
            "DELETE FROM sound_file WHERE tenant_id = :tenant AND unused_since < :limit")
        .setParameter("tenant", tenantId.toString())
        .setParameter("limit", Micros.of(now.minus(KEPT)))
        .executeUpdate();
    @SuppressWarnings("unchecked")
    List<String> unused =
        entities
            .createNativeQuery(
                "SELECT digest FROM sound_file WHERE tenant_id = :tenant"
                    + " AND unused_since IS NOT NULL ORDER BY unused_since DESC, digest",
                String.class)
            .setParameter("tenant", tenantId.toString())
            .getResultList();
    for (String digest : unused.subList(Math.min(MOST_KEPT_FILES, unused.size()), unused.size())) {
      entities
          .createNativeQuery(
              "DELETE FROM sound_file WHERE tenant_id = :tenant AND digest = :digest")
          .setParameter("tenant", tenantId.toString())
          .setParameter("digest", digest)
          .executeUpdate();
    }
  }

  @Override
  public Optional<byte[]> content(TenantId tenantId, SoundDigest digest) {
    @SuppressWarnings("unchecked")
    List<byte[]> found =
        entities
            .createNativeQuery(
                "SELECT content FROM sound_file WHERE tenant_id = :tenant AND digest = :digest",
                byte[].class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("digest", digest.hex())
            .getResultList();
    return found.stream().findFirst();
  }

  private void tell(TenantId tenantId, SoundId id) {
    events.publish(Optional.of(tenantId), "sound", id.toString(), clock.instant());
  }
}
