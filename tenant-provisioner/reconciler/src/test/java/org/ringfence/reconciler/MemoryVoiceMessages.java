package org.ringfence.reconciler;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.domain.voicemail.VoiceMessage.Mail;
import org.ringfence.domain.voicemail.VoiceMessage.MailState;
import org.ringfence.domain.voicemail.VoiceMessageId;
import org.ringfence.domain.voicemail.VoiceMessageRepository;

/** The messages of one tenant, in memory. */
final class MemoryVoiceMessages implements VoiceMessageRepository {
  private final TenantId tenant;
  final Map<VoiceMessageId, VoiceMessage> rows = new LinkedHashMap<>();
  final Map<VoiceMessageId, byte[]> sounds = new HashMap<>();
  final Map<VoiceMessageId, Instant> due = new HashMap<>();
  final Map<VoiceMessageId, Integer> attempts = new HashMap<>();

  MemoryVoiceMessages(TenantId tenant) {
    this.tenant = tenant;
  }

  VoiceMessage row(VoiceMessageId id) {
    return Optional.ofNullable(rows.get(id)).orElseThrow();
  }

  @Override
  public List<VoiceMessage> list(TenantId tenantId, int limit) {
    return rows.values().stream().filter(row -> sounds.containsKey(row.id())).toList();
  }

  @Override
  public Optional<VoiceMessage> find(TenantId tenantId, VoiceMessageId id) {
    return list(tenantId, 1).stream().filter(row -> row.id().equals(id)).findFirst();
  }

  @Override
  public Optional<byte[]> sound(TenantId tenantId, VoiceMessageId id) {
    return Optional.ofNullable(sounds.get(id));
  }

  @Override
  public boolean add(TenantId tenantId, VoiceMessage message, byte[] sound, Instant now) {
    if (rows.putIfAbsent(message.id(), message) != null) {
      return false;
    }
    sounds.put(message.id(), sound);
    due.put(message.id(), now);
    return true;
  }

  @Override
  public void present(
      TenantId tenantId, Map<VoiceMessageId, VoiceMessage.Place> present, Instant now) {
    for (VoiceMessage row : list(tenantId, 1)) {
      VoiceMessage.Place place = present.get(row.id());
      if (place == null) {
        remove(tenantId, row.id(), now);
      } else {
        rows.put(
            row.id(),
            new VoiceMessage(
                row.id(),
                place,
                row.callerNumber(),
                row.callerName(),
                row.seconds(),
                row.receivedAt(),
                row.mail()));
      }
    }
  }

  @Override
  public Map<VoiceMessageId, Boolean> known(TenantId tenantId, Set<VoiceMessageId> ids) {
    Map<VoiceMessageId, Boolean> known = new HashMap<>();
    rows.keySet().stream()
        .filter(ids::contains)
        .forEach(id -> known.put(id, !sounds.containsKey(id)));
    return known;
  }

  @Override
  public boolean remove(TenantId tenantId, VoiceMessageId id, Instant now) {
    return sounds.remove(id) != null;
  }

  @Override
  public Optional<Outgoing> claimMail(Duration lease, Instant now) {
    Optional<VoiceMessage> row =
        list(tenant, 1).stream()
            .filter(each -> each.mail().state() == MailState.WAITING)
            .filter(each -> !due.getOrDefault(each.id(), Instant.EPOCH).isAfter(now))
            .findFirst();
    return row.map(
        each -> {
          due.put(each.id(), now.plus(lease));
          int before = attempts.merge(each.id(), 1, Integer::sum) - 1;
          return new Outgoing(tenant, each, before);
        });
  }

  @Override
  public void mailed(TenantId tenantId, VoiceMessageId id) {
    mail(id, new Mail(MailState.SENT, row(id).mail().to(), ""));
  }

  @Override
  public void notMailed(
      TenantId tenantId, VoiceMessageId id, String reason, Optional<Instant> next) {
    MailState state = next.isPresent() ? MailState.WAITING : MailState.FAILED;
    mail(id, new Mail(state, row(id).mail().to(), reason));
    next.ifPresent(moment -> due.put(id, moment));
  }

  private void mail(VoiceMessageId id, Mail mail) {
    VoiceMessage row = row(id);
    rows.put(
        id,
        new VoiceMessage(
            id,
            row.place(),
            row.callerNumber(),
            row.callerName(),
            row.seconds(),
            row.receivedAt(),
            mail));
  }
}
