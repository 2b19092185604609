package org.ringfence.web;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundDigest;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.SoundRepository;
import org.ringfence.domain.tenant.TenantId;

/** Sounds and their files in memory, each tenant's apart. */
public final class MemorySounds implements SoundRepository {
  private final Map<TenantId, Map<SoundId, Sound>> rows = new HashMap<>();
  private final Map<TenantId, Map<SoundDigest, byte[]>> files = new HashMap<>();

  private Map<SoundId, Sound> of(TenantId tenantId) {
    return rows.computeIfAbsent(tenantId, fresh -> new LinkedHashMap<>());
  }

  @Override
  public List<Sound> list(TenantId tenantId) {
    return List.copyOf(of(tenantId).values());
  }

  @Override
  public Optional<Sound> find(TenantId tenantId, SoundId id) {
    return Optional.ofNullable(of(tenantId).get(id));
  }

  @Override
  public void save(TenantId tenantId, Sound sound, byte[] content, Instant now) {
    of(tenantId).put(sound.id(), sound);
    files.computeIfAbsent(tenantId, fresh -> new HashMap<>()).put(sound.digest(), content);
  }

  @Override
  public boolean rename(TenantId tenantId, SoundId id, DisplayName name) {
    return of(tenantId)
            .computeIfPresent(
                id,
                (same, sound) ->
                    new Sound(same, name, sound.digest(), sound.bytes(), sound.spoken()))
        != null;
  }

  @Override
  public boolean delete(TenantId tenantId, SoundId id, Instant now) {
    return of(tenantId).remove(id) != null;
  }

  @Override
  public Optional<byte[]> content(TenantId tenantId, SoundDigest digest) {
    return Optional.ofNullable(files.getOrDefault(tenantId, Map.of()).get(digest));
  }
}
