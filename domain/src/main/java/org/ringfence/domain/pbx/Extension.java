package org.ringfence.domain.pbx;

import org.ringfence.domain.DisplayName;

/** A person's phone number inside the PBX, and what its phone authenticates with. */
public record Extension(
    ExtensionId id,
    ExtensionNumber number,
    DisplayName name,
    DigestCredentials credentials,
    ExtensionSettings settings) {

  /** An extension whose settings are the defaults. */
  public Extension(
      ExtensionId id, ExtensionNumber number, DisplayName name, DigestCredentials credentials) {
    this(id, number, name, credentials, ExtensionSettings.DEFAULT);
  }

  public Extension with(ExtensionSettings changed) {
    return new Extension(id, number, name, credentials, changed);
  }

  public Extension with(DigestCredentials changed) {
    return new Extension(id, number, name, changed, settings);
  }

  public Extension named(DisplayName changed) {
    return new Extension(id, number, changed, credentials, settings);
  }

  /** Whether callers can leave a message. */
  public boolean hasMailbox() {
    return settings.voicemail();
  }
}
