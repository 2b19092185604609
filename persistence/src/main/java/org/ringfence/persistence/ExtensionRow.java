package org.ringfence.persistence;

import static java.util.stream.Collectors.joining;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.VoicemailPin;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.persistence.Vault.Place;

@Entity
@Table(name = "extension")
@SuppressWarnings("NullAway.Init")
class ExtensionRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  String number;
  String name;

  @Column(name = "md5_enc")
  byte[] md5;

  @Column(name = "sha256_enc")
  byte[] sha256;

  @JdbcTypeCode(SqlTypes.LONGVARCHAR)
  String settings = "";

  @Column(name = "settings_version")
  long settingsVersion;

  @Column(name = "pin_enc")
  byte @Nullable [] pin;

  @Version long version;

  static ExtensionRow of(TenantId tenantId, ExtensionId id) {
    ExtensionRow row = new ExtensionRow();
    row.id = id.toString();
    row.tenantId = tenantId.toString();
    return row;
  }

  void take(Extension extension, Vault vault) {
    number = extension.number().value();
    name = extension.name().value();
    md5 = vault.seal(place("md5_enc"), extension.credentials().md5());
    sha256 = vault.seal(place("sha256_enc"), extension.credentials().sha256());
    settings = written(extension.settings());
    settingsVersion = extension.settings().version();
    pin =
        extension
            .settings()
            .pin()
            .map(known -> vault.seal(place("pin_enc"), known.reveal()))
            .orElse(null);
  }

  Extension toExtension(Vault vault) {
    return new Extension(
        ExtensionId.parse(id),
        new ExtensionNumber(number),
        new DisplayName(name),
        new DigestCredentials(
            vault.openText(place("md5_enc"), md5), vault.openText(place("sha256_enc"), sha256)),
        ExtensionSettings.of(
            read(settings),
            Optional.ofNullable(pin)
                .map(stored -> new VoicemailPin(vault.openText(place("pin_enc"), stored))),
            settingsVersion));
  }

  private static String written(ExtensionSettings settings) {
    return settings.changedTexts().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\n", "\\n"))
        .collect(joining("\n"));
  }

  private static Map<String, String> read(String text) {
    Map<String, String> texts = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        texts.put(line.substring(0, equals), line.substring(equals + 1).replace("\\n", "\n"));
      }
    }
    return texts;
  }

  private Place place(String column) {
    return new Place("extension", column, id);
  }
}
