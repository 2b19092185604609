package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.history.RecordingName;
import org.ringfence.domain.history.RecordingStore;
import org.ringfence.domain.tenant.TenantId;

/**
 * The sound lies in a directory per tenant; which files there are stands in the database. The file
 * comes before the row and goes after it: a crash between both leaves a file nobody sees, which the
 * next attempt replaces, and never a row without sound.
 */
@ApplicationScoped
@Transactional
class FileRecordingStore extends JpaRepository implements RecordingStore {
  @Inject Vault vault;
  @Inject LiveEvents events;

  @Inject
  @ConfigProperty(name = "ringfence.recordings.dir")
  Optional<String> directory;

  private SealedFile file(TenantId tenantId, RecordingName name) {
    return new SealedFile(vault, path(tenantId, name), tenantId + "/" + name);
  }

  private Path path(TenantId tenantId, RecordingName name) {
    // The first two characters keep directories small.
    return Path.of(
            directory.orElseThrow(
                () -> new IllegalStateException("ringfence.recordings.dir is not set")))
        .resolve(tenantId.toString())
        .resolve(name.value().substring(0, 2))
        .resolve(name + ".sealed");
  }

  @Override
  public void put(TenantId tenantId, RecordingName name, InputStream sound, long most, Instant now)
      throws IOException {
    if (size(tenantId, name).isPresent()) {
      return;
    }
    long bytes = file(tenantId, name).write(sound, most);
    entities
        .createNativeQuery(
            "INSERT INTO recording (tenant_id, name, bytes, arrived_at)"
                + " VALUES (:tenant, :name, :bytes, :now) ON DUPLICATE KEY UPDATE bytes = :bytes")
        .setParameter("tenant", tenantId.toString())
        .setParameter("name", name.value())
        .setParameter("bytes", bytes)
        .setParameter("now", Micros.of(now))
        .executeUpdate();
    events.publish(Optional.of(tenantId), "call", "recording", now);
  }

  @Override
  public Optional<Long> size(TenantId tenantId, RecordingName name) {
    @SuppressWarnings("unchecked")
    List<Number> sizes =
        entities
            .createNativeQuery(
                "SELECT bytes FROM recording WHERE tenant_id = :tenant AND name = :name")
            .setParameter("tenant", tenantId.toString())
            .setParameter("name", name.value())
            .getResultList();
    return sizes.stream().findFirst().map(Number::longValue);
  }

  @Override
  public InputStream open(TenantId tenantId, RecordingName name, long from, long length)
      throws IOException {
    return file(tenantId, name).read(from, length);
  }

  @Override
  public boolean delete(TenantId tenantId, RecordingName name) throws IOException {
    int deleted =
        entities
            .createNativeQuery("DELETE FROM recording WHERE tenant_id = :tenant AND name = :name")
            .setParameter("tenant", tenantId.toString())
            .setParameter("name", name.value())
            .executeUpdate();
    return deleted == 1 && Files.deleteIfExists(path(tenantId, name));
  }

  @Override
  public List<Stored> before(Instant time, int most) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT tenant_id, name FROM recording WHERE arrived_at < :time"
                    + " ORDER BY arrived_at")
            .setParameter("time", Micros.of(time))
            .setMaxResults(most)
            .getResultList();
    return rows.stream()
        .map(
            row ->
                new Stored(TenantId.parse(row[0].toString()), new RecordingName(row[1].toString())))
        .toList();
  }
}
