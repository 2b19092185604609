package org.ringfence.domain.voicemail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.tenant.TenantId;

/** Copies of the messages in a tenant's mailboxes. A message of another tenant is not found. */
public interface VoiceMessageRepository {
  /** The newest first, without those that were removed. */
  List<VoiceMessage> list(TenantId tenantId, int limit);

  Optional<VoiceMessage> find(TenantId tenantId, VoiceMessageId id);

  /** A WAV file; empty when there is no such message. */
  Optional<byte[]> sound(TenantId tenantId, VoiceMessageId id);

  /**
   * Takes a message once.
   *
   * @return false when it was taken before, also when it was removed since
   */
  boolean add(TenantId tenantId, VoiceMessage message, byte[] sound, Instant now);

  /**
   * Takes down which messages lie in the VM and where. What is not among them was deleted at a
   * phone.
   */
  void present(TenantId tenantId, Map<VoiceMessageId, VoiceMessage.Place> present, Instant now);

  /** Of these, those that were taken, with whether they were removed since. */
  Map<VoiceMessageId, Boolean> known(TenantId tenantId, Set<VoiceMessageId> ids);

  /** Removes a message; false when the tenant has no such message. */
  boolean remove(TenantId tenantId, VoiceMessageId id, Instant now);

  /** A message whose e-mail is due, and how often it was tried. */
  record Outgoing(TenantId tenantId, VoiceMessage message, int attempts) {}

  /** Claims one message whose e-mail is due; nobody else gets it within the lease. */
  @AcrossTenants("one sender serves all tenants")
  Optional<Outgoing> claimMail(Duration lease, Instant now);

  /** The e-mail is on its way. */
  void mailed(TenantId tenantId, VoiceMessageId id);

  /** It did not work; it is tried again then, or never. */
  void notMailed(TenantId tenantId, VoiceMessageId id, String reason, Optional<Instant> next);
}
