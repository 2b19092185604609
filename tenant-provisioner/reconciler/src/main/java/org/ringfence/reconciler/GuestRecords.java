package org.ringfence.reconciler;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.ringfence.domain.history.CallEvent;
import org.ringfence.domain.history.CallRecordRepository;
import org.ringfence.domain.history.KnownNames;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.InboundNumber;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkRepository;

/**
 * Takes in what guests carry of calls. A guest deletes what was taken in, so nothing is
 * acknowledged before it is stored; and what comes a second time changes nothing.
 */
final class GuestRecords {
  private static final Logger LOG = Logger.getLogger(GuestRecords.class.getName());

  private final CallRecordRepository calls;
  private final TrunkRepository trunks;
  private final ExtensionRepository extensions;
  private final HandlingRepository handlings;
  private final Clock clock;

  GuestRecords(
      CallRecordRepository calls,
      TrunkRepository trunks,
      ExtensionRepository extensions,
      HandlingRepository handlings,
      Clock clock) {
    this.calls = calls;
    this.trunks = trunks;
    this.extensions = extensions;
    this.handlings = handlings;
    this.clock = clock;
  }

  /** {@code POST records}: a file of events. */
  void take(VirtualMachine machine, byte[] body) {
    // Not what a stranger sent decides whether bytes are text: what is none is replaced.
    List<CallEvents.Line> lines = CallEvents.read(new String(body, StandardCharsets.UTF_8));
    if (lines.isEmpty()) {
      return;
    }
    KnownNames names = names(machine);
    List<CallEvent> events = new ArrayList<>();
    for (CallEvents.Line line : lines) {
      if (line instanceof CallEvents.Line.Happened happened) {
        events.add(happened.event());
      } else if (line instanceof CallEvents.Line.Started started) {
        store(machine, events, names);
        calls.cutOff(machine.tenantId(), machine.id(), started.at(), names, clock.instant());
      } else if (line instanceof CallEvents.Line.Lost lost) {
        LOG.log(
            Level.WARNING,
            "The data disk of {0} is full: the {1} {2} is lost",
            new Object[] {machine.name(), lost.what(), lost.name()});
      }
    }
    store(machine, events, names);
  }

  private void store(VirtualMachine machine, List<CallEvent> events, KnownNames names) {
    calls.store(machine.tenantId(), machine.id(), List.copyOf(events), names, clock.instant());
    events.clear();
  }

  private KnownNames names(VirtualMachine machine) {
    List<Handling> handling = handlings.list(machine.tenantId());
    Map<String, String> dids = new HashMap<>();
    for (Handling each : handling) {
      if (each instanceof InboundNumber number) {
        dids.put(number.sectionName(), number.did().value());
      }
    }
    return new KnownNames(
        extensions.list(machine.tenantId()).stream()
            .collect(
                Collectors.toMap(each -> each.number().value(), GuestRecords::name, (a, b) -> a)),
        trunks.list(machine.tenantId()).stream()
            .collect(
                Collectors.toMap(Trunk::sectionName, each -> each.name().value(), (a, b) -> a)),
        handling.stream()
            .collect(
                Collectors.toMap(Handling::sectionName, each -> each.name().value(), (a, b) -> a)),
        dids);
  }

  private static String name(Extension extension) {
    return extension.name().value();
  }
}
