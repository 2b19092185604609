package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.history.RecordingName;
import org.ringfence.domain.history.RecordingStore;
import org.ringfence.domain.tenant.TenantId;

/**
 * The sound lies in a directory per tenant; which files there are stands in the database. The file
 * comes before the row and goes after it: a crash between both leaves a file nobody sees, which the
 * next attempt replaces, and never a row without sound.
 */
@ApplicationScoped
class FileRecordingStore implements RecordingStore {
  @Inject Vault vault;
  @Inject RecordingRows rows;

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
    if (rows.size(tenantId, name).isEmpty()) {
      rows.add(tenantId, name, file(tenantId, name).write(sound, most), now);
    }
  }

  @Override
  public Optional<Long> size(TenantId tenantId, RecordingName name) {
    return rows.size(tenantId, name);
  }

  @Override
  public InputStream open(TenantId tenantId, RecordingName name, long from, long length)
      throws IOException {
    return file(tenantId, name).read(from, length);
  }

  @Override
  public boolean delete(TenantId tenantId, RecordingName name) throws IOException {
    return rows.remove(tenantId, name) && Files.deleteIfExists(path(tenantId, name));
  }

  @Override
  public List<Stored> before(Instant time, int most) {
    return rows.before(time, most);
  }
}
