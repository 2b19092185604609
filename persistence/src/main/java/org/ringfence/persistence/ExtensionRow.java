package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
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
  }

  Extension toExtension(Vault vault) {
    return new Extension(
        ExtensionId.parse(id),
        new ExtensionNumber(number),
        new DisplayName(name),
        new DigestCredentials(
            vault.openText(place("md5_enc"), md5), vault.openText(place("sha256_enc"), sha256)));
  }

  private Place place(String column) {
    return new Place("extension", column, id);
  }
}
