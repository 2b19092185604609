package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.template.TemplateVersion;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.template.Manifest;
import org.ringfence.web.template.Templates;

/** How template versions and moves look in the API. */
final class TemplateShapes {
  private TemplateShapes() {}

  static JsonObject template(Templates.Overview overview) {
    return head(overview.template()).add("tenants", overview.tenants()).build();
  }

  static JsonObject whole(KnownTemplate known, List<Tenant> tenants) {
    JsonArrayBuilder slugs = Json.createArrayBuilder();
    tenants.forEach(tenant -> slugs.add(tenant.slug().value()));
    return head(known).add("tenants", slugs).add("manifest", Manifest.of(known.version())).build();
  }

  private static JsonObjectBuilder head(KnownTemplate known) {
    TemplateVersion version = known.version();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", version.id().value())
            .add("asterisk", version.asterisk())
            .add("kernel", version.kernel())
            .add("suite", version.suite())
            .add("suiteDate", version.suiteDate());
    version.builtAt().ifPresent(at -> json.add("builtAt", at.toString()));
    return json.add("present", known.present())
        .add("current", known.current())
        .add("foundAt", known.foundAt().toString());
  }

  static JsonObject move(Templates.TenantMove entry) {
    return Json.createObjectBuilder(move(entry.move()))
        .add("tenant", entry.tenant().slug().value())
        .build();
  }

  static JsonObject move(TemplateMove move) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", move.id().toString())
            .add("from", move.from().value())
            .add("to", move.to().value())
            .add("state", move.state().name())
            .add("reason", move.reason())
            .add("requestedBy", move.requestedBy())
            .add("requestedAt", move.requestedAt().toString())
            .add("inTurn", move.inTurn());
    move.begunAt().ifPresent(at -> json.add("begunAt", at.toString()));
    move.endedAt().ifPresent(at -> json.add("endedAt", at.toString()));
    return json.build();
  }
}
