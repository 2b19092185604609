package org.ringfence.domain.template;

import java.time.Instant;

/**
 * A template version that was found on a host, now or before.
 *
 * @param present whether a VM can be started from it now
 * @param current whether it is what new tenants get
 * @param foundAt when it was first seen
 */
public record KnownTemplate(
    TemplateVersion version, boolean present, boolean current, Instant foundAt) {
  public TemplateId id() {
    return version.id();
  }
}
