package org.ringfence.reconciler;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmRepository;

/** What a guest proves itself with: its VM's id and the secret of this VM alone. */
record GuestCredentials(VmId id, Secret secret) {
  private static final String SCHEME = "basic ";
  private static final Secret NOBODY = Secret.random();

  /** Reads an {@code Authorization} header (RFC 7617); empty when it is none of a guest. */
  static Optional<GuestCredentials> parse(@Nullable String header) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    try {
      String text =
          new String(
              Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()),
              StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(
              new GuestCredentials(
                  VmId.parse(text.substring(0, colon)), new Secret(text.substring(colon + 1))));
    } catch (InvalidValue malformed) {
      return Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /**
   * The VM, when it exists and this is its secret; neither answer nor time tells which is wrong.
   */
  Optional<VirtualMachine> check(VmRepository machines) {
    Optional<VirtualMachine> found = machines.findById(id);
    Secret expected = found.map(VirtualMachine::guestSecret).orElse(NOBODY);
    return secret.matches(expected) ? found : Optional.empty();
  }
}
