package org.ringfence.domain.history;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/** The recordings of calls, encrypted at rest. One of another tenant is not found. */
public interface RecordingStore {
  /**
   * Stores a recording, all of it or nothing. One that is there already stays as it is.
   *
   * @param most bytes; more are refused with an {@link org.ringfence.domain.InvalidValue}
   */
  void put(TenantId tenantId, RecordingName name, InputStream sound, long most, Instant now)
      throws IOException;

  /** Its size in bytes. */
  Optional<Long> size(TenantId tenantId, RecordingName name);

  /** Its bytes from {@code from} on, {@code length} of them; the caller closes it. */
  InputStream open(TenantId tenantId, RecordingName name, long from, long length)
      throws IOException;

  /** Deletes it for good; false when there is none. */
  boolean delete(TenantId tenantId, RecordingName name) throws IOException;

  /** Some that arrived before this moment, of whatever tenant. */
  List<Stored> before(Instant time, int most);

  /** Where one is. */
  record Stored(TenantId tenantId, RecordingName name) {}
}
