package org.ringfence.reconciler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.ringfence.domain.machine.DataDisk;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.MacAddress;

/** Writes the document that tells a guest who it is and where its centre is. */
final class Identities {
  private final SecureRandom random = new SecureRandom();
  private final ProvisionerSettings settings;

  Identities(ProvisionerSettings settings) {
    this.settings = settings;
  }

  /** A fresh document for one start: entropy and clock are never used twice. */
  IdentityDocument of(VirtualMachine machine, Slug tenant, Instant now) {
    return of(machine, tenant, now, new GuestAnswer.Nothing());
  }

  /**
   * A document with the configuration that the guest would ask for first, so that it need not ask;
   * one that is too large for the channel stays out, and the guest asks.
   */
  IdentityDocument of(VirtualMachine machine, Slug tenant, Instant now, GuestAnswer first) {
    byte[] entropy = new byte[32];
    random.nextBytes(entropy);
    StringBuilder text = new StringBuilder("ringfence-identity 1\n");
    line(text, "vm_id", machine.id().toString());
    line(text, "tenant", tenant.value());
    // One from the pool has another name on the hypervisor.
    line(text, "hostname", "rf-" + tenant);
    line(text, "address", machine.address() + "/" + settings.network().prefix());
    line(
        text,
        "mac",
        MacAddress.forAddress(Ipv4Address.parse(machine.address().value())).toString());
    line(text, "gateway", settings.network().host().value());
    if (!settings.dns().isBlank()) {
      line(text, "dns", settings.dns().strip());
    }
    line(text, "portal_url", settings.guestUrl());
    line(text, "portal_pin", settings.guestPin());
    line(text, "secret", machine.guestSecret().reveal());
    line(text, "clock", Long.toString(now.getEpochSecond()));
    line(text, "entropy", HexFormat.of().formatHex(entropy));
    boolean putBack = machine.disk().origin() == DataDisk.Origin.PUT_BACK;
    if (putBack || machine.template().isRebuilding()) {
      // Its trunks and secrets are those of another day, or it is to be as if it were new.
      line(text, "configuration", "discard");
    }
    if (first instanceof GuestAnswer.Bundle bundle) {
      String packed =
          Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(zip(bundle.tar()));
      StringBuilder lines = new StringBuilder();
      line(lines, "bundle_revision", Integer.toString(bundle.revision()));
      packed.lines().forEach(part -> line(lines, "bundle", part));
      // Everything here is ASCII: characters are bytes.
      if (text.length() + lines.length() + "end\n".length() <= IdentityDocument.MOST_BYTES) {
        text.append(lines);
      }
    }
    return IdentityDocument.of(text.append("end\n").toString());
  }

  private static byte[] zip(byte[] tar) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
      zipped.write(tar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void line(StringBuilder text, String key, String value) {
    if (value.isEmpty() || value.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalStateException("the identity's " + key + " is no single line of text");
    }
    text.append(key).append('=').append(value).append('\n');
  }
}
