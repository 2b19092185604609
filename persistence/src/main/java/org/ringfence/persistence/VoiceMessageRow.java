package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.domain.voicemail.VoiceMessageId;
import org.ringfence.persistence.Vault.Place;

/** Everything but the sound, which is read only when somebody listens. */
@Entity
@Table(name = "voice_message")
@IdClass(VoiceMessageRow.Key.class)
@SuppressWarnings("NullAway.Init")
class VoiceMessageRow {
  /** Ids are unique within a tenant. */
  @SuppressWarnings("NullAway.Init")
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    String tenantId;
    String id;

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.tenantId.equals(tenantId) && key.id.equals(id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  @Id String id;
  String mailbox;
  String folder;

  @Column(name = "caller_number")
  String callerNumber;

  @Column(name = "caller_name")
  String callerName;

  int seconds;

  @Column(name = "received_at")
  long receivedAt;

  @Column(name = "removed_at")
  @Nullable Long removedAt;

  @Column(name = "mail_state")
  String mailState;

  @Column(name = "mail_to")
  String mailTo;

  @Column(name = "mail_reason")
  String mailReason;

  @Column(name = "mail_attempts")
  int mailAttempts;

  @Column(name = "mail_due")
  long mailDue;

  static VoiceMessageRow of(TenantId tenantId, VoiceMessage message, Instant now) {
    VoiceMessageRow row = new VoiceMessageRow();
    row.tenantId = tenantId.toString();
    row.id = message.id().value();
    row.mailbox = message.mailbox().value();
    row.folder = message.place().folder();
    row.callerNumber = JpaRepository.cut(message.callerNumber(), 32);
    row.callerName = JpaRepository.cut(message.callerName(), 80);
    row.seconds = message.seconds();
    row.receivedAt = Micros.of(message.receivedAt());
    row.mailState = message.mail().state().name();
    row.mailTo = message.mail().to();
    row.mailReason = "";
    row.mailDue = Micros.of(now);
    return row;
  }

  VoiceMessage toMessage() {
    return new VoiceMessage(
        new VoiceMessageId(id),
        new VoiceMessage.Place(new ExtensionNumber(mailbox), folder),
        callerNumber,
        callerName,
        seconds,
        Micros.toInstant(receivedAt),
        new VoiceMessage.Mail(VoiceMessage.MailState.valueOf(mailState), mailTo, mailReason));
  }

  static Place place(TenantId tenantId, VoiceMessageId id) {
    return new Place("voice_message", "sound_enc", tenantId + "/" + id);
  }
}
