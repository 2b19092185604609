package org.ringfence.domain.pbx;

import org.ringfence.domain.DisplayName;

/** A person's phone number inside the PBX, and what its phone authenticates with. */
public record Extension(
    ExtensionId id, ExtensionNumber number, DisplayName name, DigestCredentials credentials) {}
