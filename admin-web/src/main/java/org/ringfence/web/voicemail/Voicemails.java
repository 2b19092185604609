package org.ringfence.web.voicemail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.domain.voicemail.VoiceMessageId;
import org.ringfence.domain.voicemail.VoiceMessageRepository;

/** What a tenant admin does with the messages that callers left. */
@ApplicationScoped
@Transactional
public class Voicemails {
  @Inject VoiceMessageRepository messages;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** The newest first. */
  public List<VoiceMessage> list(TenantId tenantId) {
    return messages.list(tenantId, 500);
  }

  public Optional<VoiceMessage> find(TenantId tenantId, VoiceMessageId id) {
    return messages.find(tenantId, id);
  }

  /** A WAV file. That somebody heard it is recorded: it was left for one person. */
  public Optional<byte[]> listen(TenantId tenantId, VoiceMessageId id, String actor) {
    Optional<byte[]> sound = messages.sound(tenantId, id);
    sound.ifPresent(present -> record(tenantId, actor, "voicemail.heard", id));
    return sound;
  }

  /** Deletes a message here and, within a minute, in the mailbox; false when there is none. */
  public boolean delete(TenantId tenantId, VoiceMessageId id, String actor) {
    boolean deleted = messages.remove(tenantId, id, clock.instant());
    if (deleted) {
      record(tenantId, actor, "voicemail.deleted", id);
    }
    return deleted;
  }

  private void record(TenantId tenantId, String actor, String action, VoiceMessageId id) {
    audit.append(new AuditEntry(Optional.of(tenantId), actor, action, id.value(), clock.instant()));
  }
}
