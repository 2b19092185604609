package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.domain.voicemail.VoiceMessageId;
import org.ringfence.domain.voicemail.VoiceMessageRepository;

@ApplicationScoped
@Transactional
class JpaVoiceMessageRepository extends JpaRepository implements VoiceMessageRepository {
  @Inject Vault vault;
  @Inject LiveEvents events;
  @Inject Clock clock;

  @Override
  public List<VoiceMessage> list(TenantId tenantId, int limit) {
    return read(
            entities
                .createQuery(
                    "select m from VoiceMessageRow m where m.tenantId = :tenant"
                        + " and m.removedAt is null order by m.receivedAt desc, m.id desc",
                    VoiceMessageRow.class)
                .setParameter("tenant", tenantId.toString())
                .setMaxResults(limit))
        .stream()
        .map(VoiceMessageRow::toMessage)
        .toList();
  }

  @Override
  public Optional<VoiceMessage> find(TenantId tenantId, VoiceMessageId id) {
    return readOne(
            entities
                .createQuery(
                    "select m from VoiceMessageRow m where m.tenantId = :tenant and m.id = :id"
                        + " and m.removedAt is null",
                    VoiceMessageRow.class)
                .setParameter("tenant", tenantId.toString())
                .setParameter("id", id.value()))
        .map(VoiceMessageRow::toMessage);
  }

  @Override
  public Optional<byte[]> sound(TenantId tenantId, VoiceMessageId id) {
    @SuppressWarnings("unchecked")
    List<byte[]> found =
        entities
            .createNativeQuery(
                "SELECT sound_enc FROM voice_message WHERE tenant_id = :tenant AND id = :id"
                    + " AND removed_at IS NULL AND sound_enc IS NOT NULL",
                byte[].class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("id", id.value())
            .getResultList();
    return found.stream()
        .findFirst()
        .map(stored -> vault.open(VoiceMessageRow.place(tenantId, id), stored));
  }

  @Override
  public boolean add(TenantId tenantId, VoiceMessage message, byte[] sound, Instant now) {
    if (known(tenantId, Set.of(message.id())).containsKey(message.id())) {
      return false;
    }
    insert(VoiceMessageRow.of(tenantId, message, now));
    entities
        .createNativeQuery(
            "UPDATE voice_message SET sound_enc = :sound WHERE tenant_id = :tenant AND id = :id")
        .setParameter("sound", vault.seal(VoiceMessageRow.place(tenantId, message.id()), sound))
        .setParameter("tenant", tenantId.toString())
        .setParameter("id", message.id().value())
        .executeUpdate();
    tell(tenantId, message.id());
    return true;
  }

  @Override
  public void present(
      TenantId tenantId, Map<VoiceMessageId, VoiceMessage.Place> present, Instant now) {
    List<VoiceMessageRow> rows =
        read(
            entities
                .createQuery(
                    "select m from VoiceMessageRow m where m.tenantId = :tenant"
                        + " and m.removedAt is null",
                    VoiceMessageRow.class)
                .setParameter("tenant", tenantId.toString()));
    for (VoiceMessageRow row : rows) {
      VoiceMessageId id = new VoiceMessageId(row.id);
      VoiceMessage.Place place = present.get(id);
      if (place == null) {
        remove(tenantId, id, now);
      } else if (!place.folder().equals(row.folder)
          || !place.mailbox().value().equals(row.mailbox)) {
        entities
            .createQuery(
                "update VoiceMessageRow m set m.folder = :folder, m.mailbox = :mailbox"
                    + " where m.tenantId = :tenant and m.id = :id")
            .setParameter("folder", place.folder())
            .setParameter("mailbox", place.mailbox().value())
            .setParameter("tenant", tenantId.toString())
            .setParameter("id", row.id)
            .executeUpdate();
        tell(tenantId, id);
      }
    }
  }

  @Override
  public Map<VoiceMessageId, Boolean> known(TenantId tenantId, Set<VoiceMessageId> ids) {
    Map<VoiceMessageId, Boolean> known = new HashMap<>();
    if (ids.isEmpty()) {
      return known;
    }
    read(entities
            .createQuery(
                "select m from VoiceMessageRow m where m.tenantId = :tenant and m.id in :ids",
                VoiceMessageRow.class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("ids", ids.stream().map(VoiceMessageId::value).toList()))
        .forEach(row -> known.put(new VoiceMessageId(row.id), row.removedAt != null));
    return known;
  }

  @Override
  public boolean remove(TenantId tenantId, VoiceMessageId id, Instant now) {
    int removed =
        entities
            .createNativeQuery(
                "UPDATE voice_message SET removed_at = :now, sound_enc = NULL"
                    + " WHERE tenant_id = :tenant AND id = :id AND removed_at IS NULL")
            .setParameter("now", Micros.of(now))
            .setParameter("tenant", tenantId.toString())
            .setParameter("id", id.value())
            .executeUpdate();
    if (removed == 1) {
      tell(tenantId, id);
    }
    return removed == 1;
  }

  @Override
  public Optional<Outgoing> claimMail(Duration lease, Instant now) {
    @SuppressWarnings("unchecked")
    List<VoiceMessageRow> rows =
        entities
            .createNativeQuery(
                "SELECT * FROM voice_message WHERE mail_state = 'WAITING' AND mail_due <= :now AND"
                    + " removed_at IS NULL ORDER BY mail_due, id LIMIT 1 FOR UPDATE SKIP LOCKED",
                VoiceMessageRow.class)
            .setParameter("now", Micros.of(now))
            .getResultList();
    entities.clear();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    VoiceMessageRow row = rows.get(0);
    TenantId tenantId = TenantId.parse(row.tenantId);
    VoiceMessage message = row.toMessage();
    mail(tenantId, message.id(), row.mailAttempts + 1, now.plus(lease));
    return Optional.of(new Outgoing(tenantId, message, row.mailAttempts));
  }

  @Override
  public void mailed(TenantId tenantId, VoiceMessageId id) {
    set(tenantId, id, "SENT", "", Optional.empty());
  }

  @Override
  public void notMailed(
      TenantId tenantId, VoiceMessageId id, String reason, Optional<Instant> next) {
    set(tenantId, id, next.isPresent() ? "WAITING" : "FAILED", reason, next);
  }

  private void set(
      TenantId tenantId, VoiceMessageId id, String state, String reason, Optional<Instant> due) {
    entities
        .createQuery(
            "update VoiceMessageRow m set m.mailState = :state, m.mailReason = :reason,"
                + " m.mailDue = :due where m.tenantId = :tenant and m.id = :id")
        .setParameter("state", state)
        .setParameter("reason", cut(reason, 500))
        .setParameter("due", due.map(Micros::of).orElse(0L))
        .setParameter("tenant", tenantId.toString())
        .setParameter("id", id.value())
        .executeUpdate();
    tell(tenantId, id);
  }

  private void mail(TenantId tenantId, VoiceMessageId id, int attempts, Instant due) {
    entities
        .createQuery(
            "update VoiceMessageRow m set m.mailAttempts = :attempts, m.mailDue = :due"
                + " where m.tenantId = :tenant and m.id = :id")
        .setParameter("attempts", attempts)
        .setParameter("due", Micros.of(due))
        .setParameter("tenant", tenantId.toString())
        .setParameter("id", id.value())
        .executeUpdate();
  }

  private void tell(TenantId tenantId, VoiceMessageId id) {
    events.publish(Optional.of(tenantId), "voicemail", id.value(), clock.instant());
  }
}
