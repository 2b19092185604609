package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.pbx.Destination;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.TenantPbx;

/** How the dialplan leads a call to a destination. */
final class Destinations {
  /**
   * A call that was led on this often goes in circles: a ring group whose phones are all off would
   * otherwise lead to itself as fast as Asterisk can.
   */
  private static final int MOST_HOPS = 20;

  private final Map<ExtensionId, Extension> extensions = new HashMap<>();
  private final TenantPbx pbx;

  Destinations(TenantPbx pbx) {
    this.pbx = pbx;
    pbx.extensions().forEach(extension -> extensions.put(extension.id(), extension));
  }

  TenantPbx pbx() {
    return pbx;
  }

  /** The step that ends whatever comes before it; what no longer exists ends the call. */
  Dialplan.Step to(Destination destination) {
    if (destination instanceof Destination.ToExtension person) {
      return ring(person.id());
    }
    if (destination instanceof Destination.ToVoicemail mailbox) {
      Extension extension = extensions.get(mailbox.id());
      return extension == null ? end(Destination.Ending.UNASSIGNED) : People.mailbox(extension);
    }
    if (destination instanceof Destination.ToHandling target) {
      return pbx.handling()
          .find(target.kind(), target.id())
          .filter(each -> each.kind().isEntered())
          .map(Destinations::to)
          .orElseGet(() -> end(Destination.Ending.UNASSIGNED));
    }
    if (destination instanceof Destination.ToOutside outside) {
      return step(
          "Goto", arg(data("outbound")), arg(data(outside.number().digits())), arg(data("1")));
    }
    return end(((Destination.ToEnd) destination).ending());
  }

  static Dialplan.Step to(Handling handling) {
    return step("Goto", arg(data(handling.sectionName())), arg(data("s")), arg(data("1")));
  }

  private Dialplan.Step ring(ExtensionId id) {
    Extension extension = extensions.get(id);
    return extension == null
        ? end(Destination.Ending.UNASSIGNED)
        : Extensions.ringPhone(extension.number());
  }

  private static Dialplan.Step end(Destination.Ending ending) {
    return step("Hangup", arg(data(Integer.toString(ending.cause()))));
  }

  /** Numbers of those who still exist. */
  List<String> numbers(List<ExtensionId> members) {
    return members.stream()
        .flatMap(id -> Optional.ofNullable(extensions.get(id)).stream())
        .map(extension -> extension.number().value())
        .toList();
  }

  /** The first steps of everything that leads calls on: they end a call that goes in circles. */
  static List<Dialplan.Step> enter() {
    return List.of(
        set("HOPS", code("$[0${HOPS} + 1]")),
        step("ExecIf", arg(code("$[${HOPS} > " + MOST_HOPS + "]?Hangup(25)"))));
  }
}
