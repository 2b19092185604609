package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Comparator;
import java.util.Optional;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.web.tenant.Tenants;
import org.ringfence.web.trunk.TrunkForm;
import org.ringfence.web.trunk.Trunks;

/** How things look in the API. Secrets never appear; moments are ISO 8601 in UTC. */
final class Shapes {
  private Shapes() {}

  static JsonObject tenant(Tenants.Overview overview) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", overview.tenant().id().toString())
            .add("slug", overview.tenant().slug().value())
            .add("name", overview.tenant().name().value())
            .add("country", overview.tenant().country().code())
            .add("adminEmail", overview.tenant().adminEmail().value())
            .add("identity", overview.tenant().identity().name())
            .add("createdAt", overview.tenant().createdAt().toString());
    overview.machine().ifPresent(machine -> add(json, machine));
    return json.build();
  }

  private static void add(JsonObjectBuilder json, VirtualMachine machine) {
    json.add("stage", machine.stage().name())
        .add("stageSince", machine.stageSince().toString())
        .add("reason", machine.reason())
        .add("sip", machine.address() + ":5060")
        .add("vm", machine.name())
        .add("desired", machine.desired().name());
    addMoment(json, "deleteAfter", machine.deleteAfter());
    json.add("quarantined", machine.disk().isQuarantined());
    machine.plan().ifPresent(plan -> json.add("plan", plan.id().toString()));
    machine.template().version().ifPresent(version -> json.add("template", version.value()));
    machine.template().move().ifPresent(move -> json.add("templateMove", move.state().name()));
  }

  static JsonObject plan(Plan plan) {
    return Json.createObjectBuilder()
        .add("id", plan.id().toString())
        .add("name", plan.name().value())
        .add("vcpus", plan.vcpus())
        .add("memoryMib", plan.memoryMib())
        .add("dataMib", plan.dataMib())
        .add("calls", plan.calls())
        .add("extensions", plan.extensions())
        .build();
  }

  static JsonObject snapshot(Snapshot snapshot) {
    return Json.createObjectBuilder()
        .add("id", snapshot.id().toString())
        .add("label", snapshot.label().value())
        .add("state", snapshot.state().name())
        .add("reason", snapshot.reason())
        .add("takenAt", snapshot.takenAt().toString())
        .build();
  }

  static JsonObject stage(StageChange change) {
    return Json.createObjectBuilder()
        .add("stage", change.stage().name())
        .add("reason", change.reason())
        .add("at", change.at().toString())
        .build();
  }

  static JsonObject trunk(Trunks.Overview overview) {
    Trunk trunk = overview.trunk();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", trunk.id().toString())
            .add("name", trunk.name().value())
            .add("host", trunk.host().value())
            .add("transport", trunk.transport().name())
            .add("numberFormat", trunk.numberFormat().name())
            .add("enabled", trunk.enabled())
            .add("section", trunk.sectionName());
    JsonObjectBuilder settings = Json.createObjectBuilder();
    trunk.settings().texts().forEach(settings::add);
    json.add("settings", settings);
    trunk.port().ifPresent(port -> json.add("port", port.value()));
    trunk.callerId().ifPresent(number -> json.add("callerId", number.value()));
    trunk.incomingTo().ifPresent(number -> json.add("incomingTo", number.value()));
    if (trunk.access() instanceof TrunkAccess.Registration registration) {
      json.add("access", TrunkForm.REGISTRATION).add("username", registration.username());
    } else if (trunk.access() instanceof TrunkAccess.IpAddress byAddress) {
      JsonArrayBuilder sources = Json.createArrayBuilder();
      byAddress.sources().forEach(source -> sources.add(source.toString()));
      json.add("access", TrunkForm.IP).add("sources", sources);
      byAddress
          .credentials()
          .ifPresent(credentials -> json.add("username", credentials.username()));
    }
    return json.add(
            "status",
            Json.createObjectBuilder()
                .add("state", overview.status().state().name())
                .add("detail", overview.status().detail())
                .add("since", overview.status().since().toString()))
        .build();
  }

  static JsonObjectBuilder extension(Extension extension) {
    JsonObjectBuilder settings = Json.createObjectBuilder();
    extension.settings().texts().forEach(settings::add);
    return Json.createObjectBuilder()
        .add("id", extension.id().toString())
        .add("number", extension.number().value())
        .add("name", extension.name().value())
        .add("settings", settings);
  }

  static JsonObject voiceMessage(VoiceMessage message) {
    return Json.createObjectBuilder()
        .add("id", message.id().value())
        .add("mailbox", message.mailbox().value())
        .add("new", message.isNew())
        .add("folder", message.place().folder())
        .add("callerNumber", message.callerNumber())
        .add("callerName", message.callerName())
        .add("seconds", message.seconds())
        .add("receivedAt", message.receivedAt().toString())
        .add(
            "mail",
            Json.createObjectBuilder()
                .add("state", message.mail().state().name())
                .add("to", message.mail().to())
                .add("reason", message.mail().reason()))
        .build();
  }

  static JsonObject widget(Widget widget) {
    JsonArrayBuilder origins = Json.createArrayBuilder();
    widget.origins().stream()
        .map(Origin::value)
        .sorted(Comparator.naturalOrder())
        .forEach(origins::add);
    return Json.createObjectBuilder()
        .add("id", widget.id().toString())
        .add("key", widget.key().value())
        .add("name", widget.name().value())
        .add("origins", origins)
        .add("agent", widget.agent().value())
        .add("enabled", widget.enabled())
        .build();
  }

  static JsonObject callback(CallbackRequest callback) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", callback.id().toString())
            .add("widget", callback.widgetId().toString())
            .add("agent", callback.agent().value())
            .add("visitor", callback.visitor().value())
            .add("page", callback.page())
            .add("state", callback.state().name())
            .add("reason", callback.reason())
            .add("requestedAt", callback.requestedAt().toString())
            .add("stateSince", callback.stateSince().toString())
            .add("dueAt", callback.dueAt().toString())
            .add("tries", callback.tries());
    addMoment(json, "awakeUntil", callback.awakeUntil());
    addMoment(json, "expiresAt", callback.expiresAt());
    return json.build();
  }

  static JsonObject call(Call call) {
    JsonArrayBuilder legs = Json.createArrayBuilder();
    call.attempt().legs().forEach(leg -> legs.add(leg(leg)));
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", call.attempt().id().toString())
            .add("callback", call.request().id().toString())
            .add("agent", call.request().agent().value())
            .add("visitor", call.request().visitor().value())
            .add("state", call.attempt().state().name())
            .add("reason", call.attempt().reason())
            .add("startedAt", call.attempt().startedAt().toString());
    addMoment(json, "bridgedAt", call.attempt().bridgedAt());
    addMoment(json, "endedAt", call.attempt().endedAt());
    return json.add("legs", legs).build();
  }

  private static JsonObjectBuilder leg(Leg leg) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("party", leg.party().name())
            .add("number", leg.number())
            .add("trunk", leg.trunk())
            .add("uniqueId", leg.uniqueId())
            .add("startedAt", leg.startedAt().toString());
    addMoment(json, "rangAt", leg.rangAt());
    addMoment(json, "answeredAt", leg.answeredAt());
    addMoment(json, "endedAt", leg.endedAt());
    return json.add("cause", leg.cause());
  }

  static JsonObject revision(Revision revision) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("number", revision.number())
            .add("state", revision.state().name())
            .add("summary", revision.summary())
            .add("requestedBy", revision.requestedBy())
            .add("digest", revision.digest())
            .add("reason", revision.reason())
            .add("requestedAt", revision.requestedAt().toString());
    addMoment(json, "finishedAt", revision.finishedAt());
    return json.build();
  }

  private static void addMoment(
      JsonObjectBuilder json, String name, Optional<java.time.Instant> at) {
    at.ifPresent(moment -> json.add(name, moment.toString()));
  }
}
