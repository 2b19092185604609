package org.ringfence.persistence;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "widget")
@SuppressWarnings("NullAway.Init")
class WidgetRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "public_key", length = 16)
  String publicKey;

  String name;

  /** One origin per line, in order. */
  @JdbcTypeCode(SqlTypes.LONGVARCHAR)
  String origins;

  String agent;
  boolean enabled;
  @Version long version;

  static WidgetRow of(TenantId tenantId, WidgetId id) {
    WidgetRow row = new WidgetRow();
    row.id = id.toString();
    row.tenantId = tenantId.toString();
    return row;
  }

  void take(Widget widget) {
    publicKey = widget.key().value();
    name = widget.name().value();
    origins = widget.origins().stream().map(Origin::value).sorted().collect(joining("\n"));
    agent = widget.agent().value();
    enabled = widget.enabled();
  }

  Widget toWidget() {
    return new Widget(
        WidgetId.parse(id),
        new WidgetKey(publicKey),
        new DisplayName(name),
        List.of(origins.split("\n")).stream().map(Origin::new).collect(toSet()),
        new ExtensionNumber(agent),
        enabled);
  }
}
