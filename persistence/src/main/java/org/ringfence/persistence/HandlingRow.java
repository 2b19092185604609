package org.ringfence.persistence;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "call_handling")
@SuppressWarnings("NullAway.Init")
class HandlingRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  String kind;
  String name;
  @Nullable String number;

  @ElementCollection
  @CollectionTable(
      name = "call_handling_field",
      joinColumns = @JoinColumn(name = "handling_id", columnDefinition = "CHAR(36)"))
  @MapKeyColumn(name = "field", length = 40)
  @Column(name = "value")
  @JdbcTypeCode(SqlTypes.LONGVARCHAR)
  Map<String, String> fields = new HashMap<>();

  @Version long version;

  static HandlingRow of(TenantId tenantId, Handling handling) {
    HandlingRow row = new HandlingRow();
    row.id = handling.id().toString();
    row.tenantId = tenantId.toString();
    row.kind = handling.kind().text();
    return row;
  }

  void take(Handling handling) {
    name = handling.name().value();
    number = handling.number().map(ExtensionNumber::value).orElse(null);
    fields.keySet().retainAll(handling.details().keySet());
    fields.putAll(handling.details());
  }

  Handling toHandling() {
    Map<String, String> all = new HashMap<>(fields);
    all.put("name", name);
    all.put("number", number == null ? "" : number);
    HandlingKind known =
        HandlingKind.of(kind)
            .orElseThrow(() -> new IllegalStateException(id + " is of the unknown kind " + kind));
    return Handling.read(known, HandlingId.parse(id), all);
  }
}
