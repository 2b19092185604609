package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.host.Hosts;

/** How hosts look in the API. */
final class HostShapes {
  private HostShapes() {}

  static JsonObject host(Hosts.Overview overview) {
    return head(overview).add("tenants", overview.load().vms()).build();
  }

  static JsonObject whole(Hosts.Overview overview, List<Tenant> tenants) {
    JsonArrayBuilder slugs = Json.createArrayBuilder();
    tenants.forEach(tenant -> slugs.add(tenant.slug().value()));
    return head(overview).add("tenants", slugs).build();
  }

  private static JsonObjectBuilder head(Hosts.Overview overview) {
    Host host = overview.host();
    return Json.createObjectBuilder()
        .add("name", host.name().value())
        .add("state", host.state().name())
        .add("reason", host.reason())
        .add("wish", host.wish().name())
        .add("note", host.note())
        .add("takesTenants", host.takesVms())
        .add("vcpus", host.capacity().vcpus())
        .add("memoryMib", host.capacity().memoryMib())
        .add("memoryUsedMib", host.used().memoryMib())
        .add("memoryPromisedMib", overview.load().memoryMib())
        .add("memoryRoomMib", overview.roomMib())
        .add("diskMib", host.capacity().diskMib())
        .add("diskUsedMib", host.used().diskMib())
        .add("seenAt", host.seenAt().toString());
  }
}
