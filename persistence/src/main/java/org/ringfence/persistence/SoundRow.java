package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundDigest;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.SpeechText;
import org.ringfence.domain.pbx.SpeechVoice;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "sound")
@SuppressWarnings("NullAway.Init")
class SoundRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  String name;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 64)
  String digest;

  int bytes;

  /** Empty for a sound that was uploaded, as is {@link #spoken}. */
  String voice;

  @JdbcTypeCode(SqlTypes.LONGVARCHAR)
  String spoken;

  @Version long version;

  static SoundRow of(TenantId tenantId, SoundId id) {
    SoundRow row = new SoundRow();
    row.id = id.toString();
    row.tenantId = tenantId.toString();
    return row;
  }

  void take(Sound sound) {
    name = sound.name().value();
    digest = sound.digest().hex();
    bytes = sound.bytes();
    voice = sound.spoken().map(spoken -> spoken.voice().code()).orElse("");
    spoken = sound.spoken().map(spoken -> spoken.text().value()).orElse("");
  }

  Sound toSound() {
    return new Sound(
        SoundId.parse(id),
        new DisplayName(name),
        new SoundDigest(digest),
        bytes,
        voice.isEmpty()
            ? Optional.empty()
            : Optional.of(new Sound.Spoken(SpeechVoice.of(voice), new SpeechText(spoken))));
  }
}
