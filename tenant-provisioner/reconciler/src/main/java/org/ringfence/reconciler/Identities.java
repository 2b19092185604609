package org.ringfence.reconciler;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.hypervisor.IdentityDocument;

/** Writes the document that tells a guest who it is and where its centre is. */
final class Identities {
  private final SecureRandom random = new SecureRandom();
  private final ProvisionerSettings settings;

  Identities(ProvisionerSettings settings) {
    this.settings = settings;
  }

  /** A fresh document for one start: entropy and clock are never used twice. */
  IdentityDocument of(VirtualMachine machine, Slug tenant, Instant now) {
    byte[] entropy = new byte[32];
    random.nextBytes(entropy);
    StringBuilder text = new StringBuilder("ringfence-identity 1\n");
    line(text, "vm_id", machine.id().toString());
    line(text, "tenant", tenant.value());
    line(text, "hostname", machine.name());
    line(text, "address", machine.address() + "/" + settings.network().prefix());
    line(text, "gateway", settings.network().host().value());
    if (!settings.dns().isBlank()) {
      line(text, "dns", settings.dns().strip());
    }
    line(text, "portal_url", settings.guestUrl());
    line(text, "portal_pin", settings.guestPin());
    line(text, "secret", machine.guestSecret().reveal());
    line(text, "clock", Long.toString(now.getEpochSecond()));
    line(text, "entropy", HexFormat.of().formatHex(entropy));
    return IdentityDocument.of(text.append("end\n").toString());
  }

  private static void line(StringBuilder text, String key, String value) {
    if (value.isEmpty() || value.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalStateException("the identity's " + key + " is no single line of text");
    }
    text.append(key).append('=').append(value).append('\n');
  }
}
