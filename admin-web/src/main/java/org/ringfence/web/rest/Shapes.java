package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.FLAG;
import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.E164;
import org.ringfence.domain.Port;
import org.ringfence.domain.Secret;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.domain.pbx.VoicemailPin;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.web.extension.Extensions;
import org.ringfence.web.tenant.Tenants;
import org.ringfence.web.trunk.TrunkForm;
import org.ringfence.web.trunk.Trunks;

/** How things look in the API. Secrets never appear; moments are ISO 8601 in UTC. */
final class Shapes {
  static final Shape<Tenants.Overview> TENANT =
      Shape.<Tenants.Overview>of("Tenant", "A tenant, with the VM that it has.")
          .with("id", ID, of -> of.tenant().id())
          .with(
              "slug",
              TEXT.about("Its short name, fixed for ever."),
              of -> of.tenant().slug().value())
          .with("name", TEXT, of -> of.tenant().name().value())
          .with("country", TEXT.about("ISO 3166-1 alpha-2."), of -> of.tenant().country().code())
          .with("adminEmail", TEXT, of -> of.tenant().adminEmail().value())
          .with("identity", Kind.word(IdentityState.class), of -> of.tenant().identity())
          .with("createdAt", MOMENT, of -> of.tenant().createdAt())
          .perhaps("stage", Kind.word(VmStage.class), of -> of.machine().map(VirtualMachine::stage))
          .perhaps("stageSince", MOMENT, of -> of.machine().map(VirtualMachine::stageSince))
          .perhaps("reason", TEXT, of -> of.machine().map(VirtualMachine::reason))
          .perhaps(
              "sip",
              TEXT.about("Where its phones register."),
              of -> of.machine().map(machine -> machine.address() + ":5060"))
          .perhaps("vm", TEXT, of -> of.machine().map(VirtualMachine::name))
          .perhaps(
              "desired",
              Kind.word(DesiredState.class),
              of -> of.machine().map(VirtualMachine::desired))
          .perhaps("deleteAfter", MOMENT, of -> of.machine().flatMap(VirtualMachine::deleteAfter))
          .perhaps(
              "quarantined",
              FLAG.about("Whether trunks stay unused after a roll-back."),
              of -> of.machine().map(machine -> machine.disk().isQuarantined()))
          .perhaps("plan", ID, of -> of.machine().flatMap(VirtualMachine::plan).map(Plan::id))
          .perhaps(
              "template",
              TEXT,
              of ->
                  of.machine()
                      .flatMap(machine -> machine.template().version())
                      .map(TemplateId::value))
          .perhaps(
              "templateMove",
              Kind.word(TemplateMove.State.class),
              of ->
                  of.machine()
                      .flatMap(machine -> machine.template().move())
                      .map(TemplateMove::state));

  static final Shape<Plan> PLAN =
      Shape.<Plan>of("Plan", "What a tenant's VM may use.")
          .with("id", ID, Plan::id)
          .with("name", TEXT, plan -> plan.name().value())
          .with("vcpus", INTEGER, Plan::vcpus)
          .with("memoryMib", INTEGER, Plan::memoryMib)
          .with("dataMib", INTEGER, Plan::dataMib)
          .with("calls", INTEGER, Plan::calls)
          .with("extensions", INTEGER, Plan::extensions);

  static final Shape<Snapshot> SNAPSHOT =
      Shape.<Snapshot>of("Snapshot", "The data disk of a tenant's VM as it was.")
          .with("id", ID, Snapshot::id)
          .with("label", TEXT, snapshot -> snapshot.label().value())
          .with("state", Kind.word(Snapshot.State.class), Snapshot::state)
          .with("reason", TEXT, Snapshot::reason)
          .with("takenAt", MOMENT, Snapshot::takenAt);

  static final Shape<StageChange> STAGE =
      Shape.<StageChange>of("StageChange", "A step in the life of a VM.")
          .with("stage", Kind.word(VmStage.class), StageChange::stage)
          .with("reason", TEXT, StageChange::reason)
          .with("at", MOMENT, StageChange::at);

  /** The same in requests. */
  static final Shape<Map<String, String>> TRUNK_SETTINGS =
      Shape.texts(
          "TrunkSettings",
          "What few trunks need, every value as text; empty for the default.",
          TrunkSettings.names());

  private static final Shape<TrunkStatus> TRUNK_STATUS =
      Shape.<TrunkStatus>of("TrunkStatus", "Whether a trunk works, as its PBX last told.")
          .with("state", Kind.word(TrunkStatus.State.class), TrunkStatus::state)
          .with("detail", TEXT, TrunkStatus::detail)
          .with("since", MOMENT, TrunkStatus::since);

  static final Shape<Trunks.Overview> TRUNK =
      Shape.<Trunks.Overview>of("Trunk", "A connection to a provider. The password is never told.")
          .with("id", ID, of -> of.trunk().id())
          .with("name", TEXT, of -> of.trunk().name().value())
          .with("host", TEXT.like("sip.example.com"), of -> of.trunk().host().value())
          .with("transport", Kind.word(Transport.class), of -> of.trunk().transport())
          .with("numberFormat", Kind.word(NumberFormat.class), of -> of.trunk().numberFormat())
          .with("enabled", FLAG, of -> of.trunk().enabled())
          .with("section", TEXT.about("Its name in Asterisk."), of -> of.trunk().sectionName())
          .with("settings", TRUNK_SETTINGS, of -> of.trunk().settings().texts())
          .perhaps("port", INTEGER, of -> of.trunk().port().map(Port::value))
          .perhaps("callerId", TEXT, of -> of.trunk().callerId().map(E164::value))
          .perhaps("incomingTo", TEXT, of -> of.trunk().incomingTo().map(ExtensionNumber::value))
          .with(
              "access",
              Kind.oneOf(TrunkForm.REGISTRATION, TrunkForm.IP),
              of ->
                  of.trunk().access() instanceof TrunkAccess.IpAddress
                      ? TrunkForm.IP
                      : TrunkForm.REGISTRATION)
          .perhaps("username", TEXT, of -> username(of.trunk().access()))
          .perhaps("sources", Kind.list(TEXT), of -> sources(of.trunk().access()))
          .with("status", TRUNK_STATUS, Trunks.Overview::status);

  /** The same in requests. */
  static final Shape<Map<String, String>> EXTENSION_SETTINGS =
      Shape.texts(
          "ExtensionSettings",
          "How calls reach the person, every value as text; empty for the default.",
          ExtensionSettings.names());

  static final Shape<Extension> EXTENSION =
      Shape.<Extension>of("Extension", "A person with a number inside.")
          .with("id", ID, Extension::id)
          .with("number", TEXT.like("101"), extension -> extension.number().value())
          .with("name", TEXT, extension -> extension.name().value())
          .with("settings", EXTENSION_SETTINGS, extension -> extension.settings().texts());

  static final Shape<Extensions.Saved> SAVED_EXTENSION =
      EXTENSION
          .<Extensions.Saved>in(
              "SavedExtension",
              "An extension with the secrets that are new: this answer is the only one to tell them.",
              Extensions.Saved::extension)
          .perhaps(
              "password", TEXT.about("The phone's."), saved -> saved.password().map(Secret::reveal))
          .perhaps(
              "pin", TEXT.about("The mailbox's."), saved -> saved.pin().map(VoicemailPin::reveal));

  private static final Shape<VoiceMessage.Mail> MAIL =
      Shape.<VoiceMessage.Mail>of("VoiceMessageMail", "What became of the letter about a message.")
          .with("state", Kind.word(VoiceMessage.MailState.class), VoiceMessage.Mail::state)
          .with("to", TEXT, VoiceMessage.Mail::to)
          .with("reason", TEXT, VoiceMessage.Mail::reason);

  static final Shape<VoiceMessage> VOICE_MESSAGE =
      Shape.<VoiceMessage>of("VoiceMessage", "A message in a mailbox.")
          .with("id", TEXT, message -> message.id().value())
          .with("mailbox", TEXT, message -> message.mailbox().value())
          .with("new", FLAG, VoiceMessage::isNew)
          .with("folder", TEXT, message -> message.place().folder())
          .with("callerNumber", TEXT, VoiceMessage::callerNumber)
          .with("callerName", TEXT, VoiceMessage::callerName)
          .with("seconds", INTEGER, VoiceMessage::seconds)
          .with("receivedAt", MOMENT, VoiceMessage::receivedAt)
          .with("mail", MAIL, VoiceMessage::mail);

  static final Shape<Widget> WIDGET =
      Shape.<Widget>of("Widget", "A callback button for websites.")
          .with("id", ID, Widget::id)
          .with("key", TEXT.about("Public; it goes into the line of HTML."), of -> of.key().value())
          .with("name", TEXT, widget -> widget.name().value())
          .with(
              "origins",
              Kind.list(TEXT.like("https://shop.example.com")),
              widget -> widget.origins().stream().map(Origin::value).sorted().toList())
          .with("agent", TEXT, widget -> widget.agent().value())
          .with("enabled", FLAG, Widget::enabled);

  static final Shape<CallbackRequest> CALLBACK =
      Shape.<CallbackRequest>of("Callback", "Somebody who asked to be called.")
          .with("id", ID, CallbackRequest::id)
          .with("widget", ID, CallbackRequest::widgetId)
          .with("agent", TEXT, callback -> callback.agent().value())
          .with("visitor", TEXT.like("+442079460100"), callback -> callback.visitor().value())
          .with("page", TEXT, CallbackRequest::page)
          .with("state", Kind.word(CallbackState.class), CallbackRequest::state)
          .with("reason", TEXT, CallbackRequest::reason)
          .with("requestedAt", MOMENT, CallbackRequest::requestedAt)
          .with("stateSince", MOMENT, CallbackRequest::stateSince)
          .with("dueAt", MOMENT, CallbackRequest::dueAt)
          .with("tries", INTEGER, CallbackRequest::tries)
          .perhaps(
              "awakeUntil",
              MOMENT.about("Until then the visitor is called at any hour."),
              CallbackRequest::awakeUntil)
          .perhaps(
              "expiresAt",
              MOMENT.about("When it is over if nobody could be called."),
              CallbackRequest::expiresAt);

  private static final Shape<Leg> LEG =
      Shape.<Leg>of("CallbackLeg", "One side of a call that the dialer made.")
          .with("party", Kind.word(Leg.Party.class), Leg::party)
          .with("number", TEXT, Leg::number)
          .with("trunk", TEXT.about("A trunk's section; empty for an extension."), Leg::trunk)
          .with("uniqueId", TEXT.about("Asterisk's."), Leg::uniqueId)
          .with("startedAt", MOMENT, Leg::startedAt)
          .perhaps("rangAt", MOMENT, Leg::rangAt)
          .perhaps("answeredAt", MOMENT, Leg::answeredAt)
          .perhaps("endedAt", MOMENT, Leg::endedAt)
          .with("cause", TEXT, Leg::cause);

  static final Shape<Call> CALL =
      Shape.<Call>of("CallbackCall", "A call that the dialer made for a callback.")
          .with("id", ID, call -> call.attempt().id())
          .with("callback", ID, call -> call.request().id())
          .with("agent", TEXT, call -> call.request().agent().value())
          .with("visitor", TEXT, call -> call.request().visitor().value())
          .with("state", Kind.word(AttemptState.class), call -> call.attempt().state())
          .with("reason", TEXT, call -> call.attempt().reason())
          .with("startedAt", MOMENT, call -> call.attempt().startedAt())
          .perhaps("bridgedAt", MOMENT, call -> call.attempt().bridgedAt())
          .perhaps("endedAt", MOMENT, call -> call.attempt().endedAt())
          .with("legs", Kind.list(LEG), call -> call.attempt().legs());

  static final Shape<Revision> REVISION =
      Shape.<Revision>of("Revision", "A configuration of a tenant's PBX, on its way to be live.")
          .with("number", INTEGER, Revision::number)
          .with("state", Kind.word(RevisionState.class), Revision::state)
          .with("summary", TEXT, Revision::summary)
          .with("requestedBy", TEXT, Revision::requestedBy)
          .with("digest", TEXT.about("SHA-256, empty before it is rendered."), Revision::digest)
          .with("reason", TEXT.about("Why it failed."), Revision::reason)
          .with("requestedAt", MOMENT, Revision::requestedAt)
          .perhaps("finishedAt", MOMENT, Revision::finishedAt);

  private Shapes() {}

  private static Optional<String> username(TrunkAccess access) {
    if (access instanceof TrunkAccess.Registration registration) {
      return Optional.of(registration.username());
    }
    return access instanceof TrunkAccess.IpAddress byAddress
        ? byAddress.credentials().map(credentials -> credentials.username())
        : Optional.empty();
  }

  private static Optional<List<String>> sources(TrunkAccess access) {
    return access instanceof TrunkAccess.IpAddress byAddress
        ? Optional.of(byAddress.sources().stream().map(Object::toString).toList())
        : Optional.empty();
  }

  static JsonObject tenant(Tenants.Overview overview) {
    return TENANT.write(overview);
  }

  static JsonObject plan(Plan plan) {
    return PLAN.write(plan);
  }

  static JsonObject snapshot(Snapshot snapshot) {
    return SNAPSHOT.write(snapshot);
  }

  static JsonObject stage(StageChange change) {
    return STAGE.write(change);
  }

  static JsonObject trunk(Trunks.Overview overview) {
    return TRUNK.write(overview);
  }

  static JsonObject extension(Extension extension) {
    return EXTENSION.write(extension);
  }

  static JsonObject voiceMessage(VoiceMessage message) {
    return VOICE_MESSAGE.write(message);
  }

  static JsonObject widget(Widget widget) {
    return WIDGET.write(widget);
  }

  static JsonObject callback(CallbackRequest callback) {
    return CALLBACK.write(callback);
  }

  static JsonObject call(Call call) {
    return CALL.write(call);
  }

  static JsonObject revision(Revision revision) {
    return REVISION.write(revision);
  }
}
