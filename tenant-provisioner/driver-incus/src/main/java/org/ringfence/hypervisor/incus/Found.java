package org.ringfence.hypervisor.incus;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/**
 * What the engine has under one VM's name. The data volume is the VM: it holds what cannot be made
 * again, and the specification once the whole was there. The container around it can be made anew
 * at any time.
 */
record Found(
    VmName name, Optional<Map<String, Object>> volume, Optional<Map<String, Object>> instance) {
  private static final int RUNNING = 103;
  private static final int STOPPED = 102;
  private static final int STARTING = 106;
  private static final int THAWED = 111;
  private static final int READY = 113;

  /** Lists say so of what is on a member that does not answer. */
  private static final int ERROR = 112;

  /** Whether there is something with this name that is not ours. */
  boolean isTaken() {
    return (volume.isPresent() && !hasOurVolume()) || (instance.isPresent() && !hasOurInstance());
  }

  boolean hasOurVolume() {
    return volume.filter(this::isOurs).isPresent();
  }

  boolean hasOurInstance() {
    return instance.filter(this::isOurs).isPresent();
  }

  private boolean isOurs(Map<String, Object> thing) {
    return Json.textAt(Json.objectAt(thing, "config"), Requests.LABEL)
        .filter(name.value()::equals)
        .isPresent();
  }

  /** Whether the VM was whole once. */
  boolean isWhole() {
    return hasOurVolume() && specText().isPresent();
  }

  private Optional<String> specText() {
    return volume.flatMap(found -> Json.textAt(Json.objectAt(found, "config"), Requests.SPEC));
  }

  /**
   * The specification of a whole VM.
   *
   * @throws IOException when somebody damaged it
   */
  Optional<VmSpec> spec() throws IOException {
    return isWhole() ? Optional.of(SpecText.read(specText().orElseThrow())) : Optional.empty();
  }

  /** The cluster member whose disk the volume is on; empty where that is none of them. */
  Optional<String> volumeMember() {
    return volume.flatMap(Volumes::member);
  }

  /** The cluster member that the volume is on; empty outside a cluster and for shared storage. */
  Optional<String> location() {
    return volumeMember().or(() -> instance.flatMap(Volumes::member));
  }

  /** Whether the member that the container is on does not answer. */
  boolean isLost() {
    return instance.filter(found -> Json.numberAt(found, "status_code") == ERROR).isPresent();
  }

  boolean hasIdentity() {
    return hasOurInstance()
        && Json.objectAt(instance.orElseThrow(), "config").containsKey(Requests.IDENTITY);
  }

  /** Whether the container's processes are there, in whatever state. */
  boolean isAlive() {
    return hasOurInstance() && code() != STOPPED;
  }

  boolean isRunning() {
    return hasOurInstance() && isRunning(code());
  }

  private static boolean isRunning(long code) {
    return code == RUNNING || code == STARTING || code == THAWED || code == READY;
  }

  private long code() {
    return Json.numberAt(instance.orElseThrow(), "status_code");
  }

  /** Empty when nothing here is ours. */
  Optional<VmStatus> status() {
    if (!hasOurVolume() && !hasOurInstance()) {
      return Optional.empty();
    }
    return Optional.of(statusOfOurs());
  }

  private VmStatus statusOfOurs() {
    VmSpec spec;
    try {
      Optional<VmSpec> known = spec();
      if (known.isEmpty()) {
        return broken("its creation or removal was interrupted");
      }
      spec = known.get();
    } catch (IOException e) {
      return broken("its specification is unreadable: " + e.getMessage());
    }
    if (instance.isEmpty()) {
      return new VmStatus.Stopped(name, spec.template().digest());
    }
    if (!hasOurInstance()) {
      return broken("another container has its name");
    }
    if (isRunning(code())) {
      return new VmStatus.Running(name, spec.template().digest(), startedAt());
    }
    return code() == STOPPED
        ? new VmStatus.Stopped(name, spec.template().digest())
        : broken(
            "the engine says "
                + Json.textAt(instance.orElseThrow(), "status").orElse("nothing of it"));
  }

  private VmStatus broken(String reason) {
    return new VmStatus.Broken(name, reason);
  }

  /** The engine writes it down when it starts the container. */
  private Instant startedAt() {
    try {
      return Instant.parse(
          Json.textAt(instance.orElseThrow(), "last_used_at").orElse(Instant.EPOCH.toString()));
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
