package org.ringfence.reconciler;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.revision.RevisionState;

/** Takes down what guests say of themselves. */
final class GuestReports {
  private static final Pattern BOOT_ID = Pattern.compile("[0-9a-f-]{1,64}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final VmRepository machines;
  private final RevisionRepository revisions;
  private final Clock clock;

  /** The newest revision each guest has dealt with, as its last question said. */
  private final Map<VmId, Integer> dealtWith = new ConcurrentHashMap<>();

  GuestReports(VmRepository machines, RevisionRepository revisions, Clock clock) {
    this.machines = machines;
    this.revisions = revisions;
    this.clock = clock;
  }

  /**
   * The guest asks for its configuration.
   *
   * @param have the newest revision it has dealt with, applied or refused
   * @throws InvalidValue when this is no boot id
   */
  void asks(VirtualMachine machine, String bootId, int have) {
    heard(machine, bootId);
    dealtWith.put(machine.id(), have);
  }

  private void heard(VirtualMachine machine, String bootId) {
    if (!BOOT_ID.matcher(bootId).matches()) {
      throw new InvalidValue("boot is no boot id");
    }
    machines.heard(machine.id(), bootId, clock.instant());
  }

  /**
   * What became of a configuration.
   *
   * @throws InvalidValue when the report has no outcome
   */
  void outcome(VirtualMachine machine, int number, GuestReport report) {
    switch (report.value("result").orElse("")) {
      case "applied" -> revisions.applied(machine.tenantId(), number, clock.instant());
      case "failed" -> {
        String detail = report.value("detail").orElse("");
        revisions.failed(
            machine.tenantId(),
            number,
            detail.isBlank() ? "The VM refused it without a word." : detail,
            clock.instant());
      }
      default -> throw new InvalidValue("result is applied or failed");
    }
  }

  /**
   * How the guest is.
   *
   * @throws InvalidValue when the report does not say it
   */
  void state(VirtualMachine machine, GuestReport report) {
    heard(machine, report.value("boot").orElse(""));
    String revision = report.value("revision").orElse("");
    String asterisk = report.value("asterisk").orElse("");
    if (!NUMBER.matcher(revision).matches()
        || !(asterisk.equals("up") || asterisk.equals("down"))) {
      throw new InvalidValue("revision or asterisk is missing");
    }
    if (asterisk.equals("up")) {
      settle(machine, Integer.parseInt(revision));
    }
  }

  /**
   * Makes up for an outcome whose report got lost: a guest that has dealt with a revision and runs
   * it has applied it, and one that runs another has refused it.
   */
  private void settle(VirtualMachine machine, int running) {
    Optional<Revision> open =
        Optional.ofNullable(dealtWith.get(machine.id()))
            .flatMap(number -> revisions.find(machine.tenantId(), number))
            .filter(revision -> revision.state() == RevisionState.RENDERED);
    if (open.isEmpty()) {
      return;
    }
    int number = open.get().number();
    if (number == running) {
      revisions.applied(machine.tenantId(), number, clock.instant());
    } else {
      revisions.failed(
          machine.tenantId(),
          number,
          "The VM refused it and runs revision " + running + "; its reasons got lost.",
          clock.instant());
    }
  }
}
