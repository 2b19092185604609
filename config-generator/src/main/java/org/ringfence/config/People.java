package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.labelled;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Piece;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.CallTarget;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * How a person is reached: phones, follow-me, forwarding, mailbox.
 *
 * <p>Forwarding and do not disturb are in force as Asterisk's own database says, because phones
 * change them by feature codes, also while nobody else can be asked. What the portal saved bears a
 * version; when the database has another one, the portal's is newer and replaces all of it. See ADR
 * 45.
 */
final class People {
  /** The context of mailboxes in voicemail.conf. */
  static final String MAILBOXES = "default";

  /** How long a phone inside rings, in seconds, when nobody says otherwise. */
  private static final String RING_PHONE = "60";

  static final String STATE = "person/${WHO}/";

  /** True for somebody without call waiting who is in a call. */
  static final String TALKING =
      "\"${PHONE}\" = \"INUSE\" | \"${PHONE}\" = \"BUSY\" | \"${PHONE}\" ="
          + " \"RINGINUSE\" | \"${PHONE}\" = \"ONHOLD\"";

  private People() {}

  static List<Context> contexts(TenantPbx pbx) {
    List<Context> contexts = new ArrayList<>();
    contexts.add(ring());
    contexts.add(persons(pbx));
    if (pbx.extensions().stream().anyMatch(each -> !each.settings().followMe().isEmpty())) {
      contexts.add(follow(pbx));
    }
    if (haveMailboxes(pbx)) {
      contexts.add(mailboxes(pbx));
    }
    return contexts;
  }

  static boolean haveMailboxes(TenantPbx pbx) {
    return pbx.extensions().stream().anyMatch(Extension::hasMailbox);
  }

  /** The numbers that people show outside. */
  static Set<E164> shown(TenantPbx pbx) {
    Set<E164> shown = new LinkedHashSet<>();
    pbx.extensions().forEach(each -> each.settings().callerId().ifPresent(shown::add));
    return shown;
  }

  /** Leads a call to a mailbox without ringing; a person without one is rung. */
  static Step mailbox(Extension extension) {
    return extension.hasMailbox()
        ? step("Goto", arg(data("mailbox")), arg(data(extension.number().value())), arg(data("1")))
        : Extensions.ringPhone(extension.number());
  }

  /** Gosub(ring,s,1(extension)): never returns. */
  private static Context ring() {
    List<Step> steps = new ArrayList<>(Destinations.enter());
    steps.add(set("WHO", code("${ARG1}")));
    steps.add(set("MAILBOX", data("")));
    steps.add(set("GREETING", data("u")));
    steps.add(set("FOLLOW", data("")));
    steps.add(set("SECONDS", data(RING_PHONE)));
    steps.add(set("PHONES", code("PJSIP/${WHO}")));
    steps.add(set("PHONE", data("")));
    steps.add(knowing());
    steps.add(step("GotoIf", arg(code("$[\"${DB(" + STATE + "dnd)}\" = \"1\"]?quiet"))));
    steps.add(step("GotoIf", arg(code("$[\"${FOLLOWED}\" != \"\"]?dial"))));
    steps.add(set("NEXT", code("${DB(" + STATE + "always)}")));
    steps.add(step("GotoIf", arg(code("$[\"${NEXT}\" != \"\"]?forward"))));
    steps.add(labelled("dial", "GotoIf", arg(code("$[" + TALKING + "]?quiet"))));
    steps.add(
        step("ExecIf", arg(code("$[${LEN(${PJSIP_DIAL_CONTACTS(${WHO})})} = 0]?Set(PHONES=)"))));
    steps.add(step("GotoIf", arg(code("$[\"${PHONES}${FOLLOW}\" = \"\"]?offline"))));
    // Transfers by keys, and parking, are for people inside: a caller from outside could otherwise
    // call anybody through the tenant's lines.
    steps.add(set("_TRANSFER_CONTEXT", data("phones")));
    steps.add(
        step(
            "Dial",
            arg(code("${PHONES}${FOLLOW}")),
            arg(code("${SECONDS}")),
            arg(code("tk${INSIDE}"))));
    steps.add(
        step("GotoIf", arg(code("$[\"${DIALSTATUS}\" = \"BUSY\" | 0${HANGUPCAUSE} = 21]?busy"))));
    steps.add(step("GotoIf", arg(code("$[\"${DIALSTATUS}\" = \"NOANSWER\"]?unanswered"))));
    steps.add(labelled("offline", "Set", arg(code("NEXT=${DB(" + STATE + "offline)}"))));
    steps.add(step("Goto", arg(data("otherwise"))));
    steps.add(labelled("unanswered", "Set", arg(code("NEXT=${DB(" + STATE + "noanswer)}"))));
    steps.add(step("Goto", arg(data("otherwise"))));
    steps.add(labelled("quiet", "Set", arg(code("DIALSTATUS=BUSY"))));
    steps.add(labelled("busy", "Set", arg(code("NEXT=${DB(" + STATE + "busy)}"))));
    steps.add(set("GREETING", data("b")));
    steps.add(labelled("otherwise", "GotoIf", arg(code("$[\"${FOLLOWED}\" != \"\"]?ended"))));
    steps.add(step("GotoIf", arg(code("$[\"${NEXT}\" != \"\"]?forward"))));
    steps.add(step("GotoIf", arg(code("$[\"${MAILBOX}\" = \"\"]?ended"))));
    steps.add(
        step("VoiceMail", arg(code("${MAILBOX}@"), data(MAILBOXES)), arg(code("${GREETING}"))));
    steps.add(step("Hangup"));
    // Without a phone there was nobody to answer: subscriber absent (20).
    steps.add(
        labelled(
            "ended",
            "Hangup",
            arg(
                code(
                    "${IF($[\"${DIALSTATUS}\" != \"BUSY\" & \"${PHONES}${FOLLOW}\" = \"\"]?20:"
                        + Extensions.CAUSE
                        + ")}"))));
    steps.add(labelled("forward", "Set", arg(code("NEXT=${FILTER(+0-9,${NEXT})}"))));
    steps.add(
        step(
            "GotoIf",
            arg(code("$[\"${NEXT:0:1}\" = \"+\"]?outbound")),
            arg(code("${NEXT:1}")),
            arg(data("1"))));
    steps.add(
        step(
            "GotoIf",
            arg(code("$[${DIALPLAN_EXISTS(phones,${NEXT},1)}]?phones")),
            arg(code("${NEXT}")),
            arg(data("1"))));
    // The number it is forwarded to is no number any more.
    steps.add(step("Hangup", arg(data("1"))));
    return Extensions.context("ring", "Rings the person with extension ARG1")
        .exten("s", steps)
        .build();
  }

  /** Fetches what is particular to WHO. */
  static Step knowing() {
    return step(
        "GosubIf",
        arg(code("$[${DIALPLAN_EXISTS(person,${WHO},1)}]?person")),
        arg(code("${WHO}")),
        arg(data("1")));
  }

  private static Context persons(TenantPbx pbx) {
    ContextBuilder persons = Extensions.context("person", "What is particular to a person");
    for (Extension extension : pbx.extensions()) {
      if (!extension.settings().equals(ExtensionSettings.DEFAULT)) {
        persons.exten(
            extension.number().value(),
            Comments.of(extension),
            Source.extension(extension.id()),
            person(extension).toArray(Step[]::new));
      }
    }
    return persons.build();
  }

  private static List<Step> person(Extension extension) {
    ExtensionSettings settings = extension.settings();
    String number = extension.number().value();
    List<Step> steps = new ArrayList<>();
    steps.add(set("SECONDS", data(Integer.toString(settings.ringSeconds()))));
    if (settings.voicemail()) {
      steps.add(set("MAILBOX", data(number)));
    }
    if (!settings.callWaiting()) {
      steps.add(set("PHONE", code("${DEVICE_STATE(PJSIP/"), data(number), code(")}")));
    }
    if (settings.devices() > 1) {
      // The address that a phone registered must not reach into the arguments of Dial.
      steps.add(
          set(
              "PHONES",
              code("${FILTER(A-Za-z0-9:@./\\x3b=_~+&\\x2d%,${PJSIP_DIAL_CONTACTS("),
              data(number),
              code(")})}")));
    }
    if (!settings.followMe().isEmpty()) {
      List<Piece> also = new ArrayList<>();
      for (int i = 1; i <= settings.followMe().size(); i++) {
        also.add(code("&"));
        also.add(data("Local/" + number + "-" + i + "@follow/n"));
      }
      // Who follows neither forwards on nor takes messages.
      steps.add(
          step(
              "ExecIf",
              arg(
                  Stream.concat(
                          Stream.of(code("$[\"${FOLLOWED}\" = \"\"]?Set(FOLLOW=")),
                          Stream.concat(also.stream(), Stream.of(code(")"))))
                      .toArray(Piece[]::new))));
    }
    if (settings.version() > 0) {
      String version = Long.toString(settings.version());
      steps.add(
          step(
              "GotoIf",
              arg(
                  code("$[\"${DB(person/"),
                  data(number),
                  code("/version)}\" = \""),
                  data(version),
                  code("\"]?settled"))));
      for (Map.Entry<String, String> value : settings.personal().entrySet()) {
        steps.add(stored(number, value.getKey(), value.getValue()));
      }
      steps.add(stored(number, "version", version));
    }
    steps.add(labelled("settled", "Return"));
    return steps;
  }

  private static Step stored(String number, String key, String value) {
    return step(
        "Set", arg(code("DB("), data("person/" + number + "/" + key), code(")="), data(value)));
  }

  /** What rings along, after its time. */
  private static Context follow(TenantPbx pbx) {
    ContextBuilder follow = Extensions.context("follow", "Further numbers of people");
    for (Extension extension : pbx.extensions()) {
      int number = 0;
      for (CallTarget target : extension.settings().followMe()) {
        number++;
        List<Step> steps = new ArrayList<>();
        steps.add(set("__FOLLOWED", data("1")));
        if (extension.settings().followAfter() > 0) {
          steps.add(step("Wait", arg(data(Integer.toString(extension.settings().followAfter())))));
        }
        steps.add(to(target));
        follow.exten(
            extension.number() + "-" + number,
            Comments.of(extension),
            Source.extension(extension.id()),
            steps.toArray(Step[]::new));
      }
    }
    return follow.build();
  }

  private static Step to(CallTarget target) {
    return target.value().startsWith("+")
        ? step(
            "Goto", arg(data("outbound")), arg(data(target.value().substring(1))), arg(data("1")))
        : step("Goto", arg(data("phones")), arg(data(target.value())), arg(data("1")));
  }

  private static Context mailboxes(TenantPbx pbx) {
    ContextBuilder mailboxes =
        Extensions.context("mailbox", "Straight to a person's mailbox, without ringing");
    for (Extension extension : pbx.extensions()) {
      if (extension.hasMailbox()) {
        ExtensionNumber number = extension.number();
        mailboxes.exten(
            number.value(),
            Comments.of(extension),
            Source.extension(extension.id()),
            step("VoiceMail", arg(data(number + "@" + MAILBOXES)), arg(data("u"))),
            step("Hangup"));
      }
    }
    return mailboxes.build();
  }

  /** voicemail.conf: mail is sent by the centre, and PINs are changed there. */
  static List<Section> voicemail(TenantPbx pbx) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.named("general", "Every PBX with a mailbox", Source.pbx())
            .with("format", "wav")
            .with("maxsecs", 300)
            .with("minsecs", 2)
            .with("maxmsg", 200)
            .with("maxlogins", 3)
            .with("attach", "no")
            // What a phone changed would be lost with the next revision: no PIN is that long.
            .with("minpassword", 80)
            .with("review", "yes")
            .with("operator", "no")
            .with("saycid", "yes")
            .with("pollmailboxes", "no")
            .build());
    // One section, whose options come from several people.
    pbx.extensions().stream()
        .filter(Extension::hasMailbox)
        .map(
            extension ->
                Section.named(MAILBOXES, Comments.of(extension), Source.extension(extension.id()))
                    .with(
                        extension.number().value(),
                        extension.settings().pin().orElseThrow().reveal())
                    .build())
        .forEach(sections::add);
    return sections;
  }

  /** Only what is in use is loaded. */
  static Stream<String> modules(TenantPbx pbx) {
    return Stream.of(
            haveMailboxes(pbx) ? "app_voicemail.so" : "",
            haveMailboxes(pbx) ? "res_pjsip_mwi.so" : "",
            haveMailboxes(pbx) ? "res_pjsip_mwi_body_generator.so" : "")
        .filter(module -> !module.isEmpty());
  }
}
