package org.ringfence.web.extension;

import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.ringfence.domain.Secret;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.VoicemailPin;

/**
 * Passwords made a moment ago, on their way to the one page that shows them. Only in memory: a
 * session that is stored away loses them, and the person makes a new one.
 */
@SessionScoped
public class FreshPasswords implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Map<UUID, Secret> waiting = new ConcurrentHashMap<>();

  private final transient Map<UUID, VoicemailPin> pins = new ConcurrentHashMap<>();

  void put(ExtensionId id, Secret password) {
    waiting.put(id.value(), password);
  }

  Optional<Secret> take(ExtensionId id) {
    return Optional.ofNullable(waiting.remove(id.value()));
  }

  void putPin(ExtensionId id, VoicemailPin pin) {
    pins.put(id.value(), pin);
  }

  Optional<VoicemailPin> takePin(ExtensionId id) {
    return Optional.ofNullable(pins.remove(id.value()));
  }

  private Object readResolve() {
    return new FreshPasswords();
  }
}
