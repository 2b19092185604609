package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.FLAG;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.LONG;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.json.JsonObject;
import java.util.List;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.host.Hosts;

/** How hosts look in the API. */
final class HostShapes {
  /** A host, with those who are on it. */
  record Whole(Hosts.Overview overview, List<Tenant> tenants) {}

  private static final Shape<Hosts.Overview> HEAD =
      Shape.<Hosts.Overview>of("HostHead", "A host that VMs run on.")
          .with("name", TEXT, of -> of.host().name().value())
          .with("state", Kind.word(Host.State.class), of -> of.host().state())
          .with("reason", TEXT.about("Why it is not up."), of -> of.host().reason())
          .with("wish", Kind.word(Host.Wish.class), of -> of.host().wish())
          .with("note", TEXT.about("How far the wish has come true."), of -> of.host().note())
          .with("takesTenants", FLAG, of -> of.host().takesVms())
          .with("vcpus", INTEGER, of -> of.host().capacity().vcpus())
          .with("memoryMib", LONG, of -> of.host().capacity().memoryMib())
          .with("memoryUsedMib", LONG, of -> of.host().used().memoryMib())
          .with(
              "memoryPromisedMib",
              LONG.about("What its VMs may use together."),
              of -> of.load().memoryMib())
          .with(
              "memoryRoomMib",
              LONG.about("What can be promised yet; 0 where it takes no tenants."),
              Hosts.Overview::roomMib)
          .with("diskMib", LONG, of -> of.host().capacity().diskMib())
          .with("diskUsedMib", LONG, of -> of.host().used().diskMib())
          .with("seenAt", MOMENT.about("Of when the figures are."), of -> of.host().seenAt());

  static final Shape<Hosts.Overview> HOST =
      HEAD.<Hosts.Overview>in("Host", "A host that VMs run on.", overview -> overview)
          .with("tenants", INTEGER.about("How many are on it."), of -> of.load().vms());

  static final Shape<Whole> WHOLE =
      HEAD.<Whole>in("WholeHost", "A host, and who is on it.", Whole::overview)
          .with(
              "tenants",
              Kind.list(TEXT).about("Their short names."),
              whole -> whole.tenants().stream().map(tenant -> tenant.slug().value()).toList());

  private HostShapes() {}

  static JsonObject host(Hosts.Overview overview) {
    return HOST.write(overview);
  }

  static JsonObject whole(Hosts.Overview overview, List<Tenant> tenants) {
    return WHOLE.write(new Whole(overview, tenants));
  }
}
