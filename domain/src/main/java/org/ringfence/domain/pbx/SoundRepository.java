package org.ringfence.domain.pbx;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.tenant.TenantId;

/** A tenant's sounds. A sound of another tenant is not found. */
public interface SoundRepository {
  /** All sounds by name. */
  List<Sound> list(TenantId tenantId);

  Optional<Sound> find(TenantId tenantId, SoundId id);

  /** Which file each sound has now. */
  default Map<SoundId, SoundDigest> digests(TenantId tenantId) {
    return list(tenantId).stream().collect(Collectors.toMap(Sound::id, Sound::digest));
  }

  /**
   * Stores a new or changed sound and its file.
   *
   * @param content the file that {@code sound.digest()} names
   * @throws NameTaken when another sound of the tenant has this name
   */
  void save(TenantId tenantId, Sound sound, byte[] content, Instant now);

  /**
   * Renames a sound; false when the tenant has no such sound.
   *
   * @throws NameTaken when another sound of the tenant has this name
   */
  boolean rename(TenantId tenantId, SoundId id, DisplayName name);

  /** Deletes it; false when the tenant has no such sound. */
  boolean delete(TenantId tenantId, SoundId id, Instant now);

  /**
   * A file; also one whose sound was replaced or deleted within the last 30 days, because an
   * earlier configuration may still name it.
   */
  Optional<byte[]> content(TenantId tenantId, SoundDigest digest);
}
