package org.ringfence.hypervisor.incus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.Undo;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;

/**
 * The steps that a VM's life is made of, as calls of the engine. Each works also when it was taken
 * before, wholly or half; whoever calls holds the VM's turn.
 */
final class Engine {
  /** The first container of an image unpacks it. */
  private static final Duration CREATE_LIMIT = Duration.ofMinutes(10);

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration KILL_LIMIT = Duration.ofMinutes(1);
  private static final Duration CHANGE_LIMIT = Duration.ofMinutes(1);
  private static final Duration DELETE_LIMIT = Duration.ofMinutes(5);

  private final IncusSettings settings;
  private final Api api;
  private final boolean clustered;
  private final Images images;
  private final Volumes volumes;

  Engine(IncusSettings settings, Api api, boolean clustered, Volumes volumes) {
    this.settings = settings;
    this.api = api;
    this.clustered = clustered;
    this.images = new Images(api);
    this.volumes = volumes;
  }

  /**
   * Makes container and volume, and leaves nothing when that fails.
   *
   * @param target a member, or @ and a group; empty for the engine's choice
   */
  void make(VmSpec spec, Optional<String> target) {
    VmName name = spec.name();
    String fingerprint = images.require(name, spec.template());
    requireProfile();
    try (Undo undo = new Undo()) {
      undo.register(() -> remove(name));
      remove(name);
      makeInstance(spec, fingerprint, target, false);
      Optional<String> member = clustered ? find(name).location() : Optional.empty();
      volumes.create(spec, member);
      api.change("PATCH", instance(name), Requests.withData(settings, name), CHANGE_LIMIT);
      volumes.describe(spec, member);
      undo.forget();
    }
  }

  /** Gives a VM that does not run another specification. */
  void remake(Found found, VmSpec known, VmSpec spec) {
    VmName name = spec.name();
    if (!known.template().digest().equals(spec.template().digest())) {
      // Before anything is removed: a template that is not there changes nothing.
      images.require(name, spec.template());
      removeInstance(name);
    } else if (found.instance().isPresent()) {
      api.change(
          "PATCH", instance(name), Requests.reshaped(settings, spec, isManaged()), CHANGE_LIMIT);
    }
    // From here on the VM is the new one, whatever happens; a container is made at the start.
    volumes.describe(spec, found.volumeMember());
    requireInstance(find(name), spec);
  }

  void start(VmName name, IdentityDocument identity) {
    try (Undo undo = new Undo()) {
      undo.register(() -> forgetIdentity(name));
      api.change("PATCH", instance(name), Requests.identity(identity), CHANGE_LIMIT);
      undo.register(() -> cutPower(name));
      api.change(
          "PUT",
          instance(name) + "/state",
          Requests.state("start", false, START_LIMIT.toSeconds()),
          START_LIMIT);
      undo.forget();
    }
  }

  /** Asks the guest to power off, and returns when it has or the limit has passed. */
  void ask(VmName name, Duration limit) {
    // The engine counts whole seconds.
    long seconds = Math.max(1, limit.plusMillis(999).toSeconds());
    try {
      api.change(
          "PUT",
          instance(name) + "/state",
          Requests.state("stop", false, seconds),
          limit.plus(KILL_LIMIT));
    } catch (EngineException e) {
      if (e.code() != EngineException.OPERATION) {
        throw e;
      }
      // It did not follow in time, or ended by itself just then.
    }
  }

  /** Whatever has the name of a VM's container or volume, ours or not. */
  List<Found> findAll() {
    Map<String, Map<String, Object>> data = volumes.findAll();
    Map<String, Map<String, Object>> instances = named("/1.0/instances?recursion=1");
    TreeMap<String, Map<String, Object>> names = new TreeMap<>(data);
    names.putAll(instances);
    List<Found> all = new ArrayList<>();
    for (String name : names.keySet()) {
      if (VmName.isValid(name)) {
        all.add(
            new Found(
                VmName.of(name),
                Optional.ofNullable(data.get(name)),
                Optional.ofNullable(instances.get(name))));
      }
    }
    return all;
  }

  /** Makes the container again that somebody removed, or that a change of template left away. */
  void requireInstance(Found found, VmSpec spec) {
    if (found.instance().isPresent()) {
      return;
    }
    String fingerprint = images.require(spec.name(), spec.template());
    requireProfile();
    try (Undo undo = new Undo()) {
      undo.register(() -> removeInstance(spec.name()));
      makeInstance(spec, fingerprint, found.location(), true);
      undo.forget();
    }
  }

  private void makeInstance(
      VmSpec spec, String fingerprint, Optional<String> target, boolean withData) {
    api.change(
        "POST",
        "/1.0/instances" + on(clustered ? target : Optional.empty()),
        Requests.instance(settings, spec, fingerprint, isManaged(), withData),
        CREATE_LIMIT);
  }

  private void requireProfile() {
    if (api.find("/1.0/profiles/" + settings.profile()).isPresent()) {
      return;
    }
    try {
      api.change("POST", "/1.0/profiles", Requests.profile(settings), CHANGE_LIMIT);
    } catch (EngineException e) {
      if (!e.isConflict()) {
        throw e;
      }
    }
  }

  /** Whether the network is one of the engine's own, and not just a bridge of its host. */
  private boolean isManaged() {
    return api.find("/1.0/networks/" + settings.network())
        .map(network -> Boolean.TRUE.equals(network.get("managed")))
        .orElseThrow(
            () -> new EngineException(404, "network " + settings.network() + " not found", null));
  }

  /** Also when it does not run: what it was told at its start goes. */
  void cutPower(VmName name) {
    Found found = find(name);
    if (found.isAlive()) {
      try {
        api.change(
            "PUT",
            instance(name) + "/state",
            Requests.state("stop", true, KILL_LIMIT.toSeconds()),
            KILL_LIMIT);
      } catch (EngineException e) {
        // It may have ended by itself in between.
        if (find(name).isAlive()) {
          throw e;
        }
      }
    }
    if (found.hasIdentity()) {
      forgetIdentity(name);
    }
  }

  private void forgetIdentity(VmName name) {
    if (find(name).hasIdentity()) {
      api.change("PATCH", instance(name), Requests.noIdentity(), CHANGE_LIMIT);
    }
  }

  /** The volume goes last: as long as it is there, the VM is found. */
  void remove(VmName name) {
    removeInstance(name);
    volumes.remove(name);
  }

  /**
   * Brings a VM that does not run to another member. The container is left behind: one is made
   * around the volume, where that is, at the next start.
   */
  void move(Found found, VmSpec spec, String to) {
    Optional<String> from = found.volumeMember();
    if (from.equals(Optional.of(to))) {
      if (found
          .instance()
          .flatMap(Volumes::member)
          .filter(other -> !other.equals(to))
          .isPresent()) {
        removeInstance(spec.name());
      }
      volumes.removeLeftOver(spec.name(), to);
      return;
    }
    removeInstance(spec.name());
    if (from.isPresent()) {
      volumes.move(spec, from.get(), to);
      requireInstance(find(spec.name()), spec);
    } else {
      String fingerprint = images.require(spec.name(), spec.template());
      makeInstance(spec, fingerprint, Optional.of(to), true);
    }
  }

  private void removeInstance(VmName name) {
    if (find(name).hasOurInstance()) {
      cutPower(name);
      api.remove(instance(name), DELETE_LIMIT);
    }
  }

  private Map<String, Map<String, Object>> named(String path) {
    Map<String, Map<String, Object>> things = new TreeMap<>();
    for (Map<String, Object> thing : Json.objectsAt(api.get(path), "metadata")) {
      Json.textAt(thing, "name").ifPresent(name -> things.put(name, thing));
    }
    return things;
  }

  byte[] console(VmName name) {
    try {
      return api.raw(instance(name) + "/console");
    } catch (EngineException e) {
      // Before the first start there is no log; LXD 5.0 answers so with the file system's words.
      if (e.isNotFound() || e.words().contains("no such file")) {
        return new byte[0];
      }
      throw e;
    }
  }

  Found find(VmName name) {
    return new Found(name, volumes.find(name), api.find(instance(name)));
  }

  private static String instance(VmName name) {
    return "/1.0/instances/" + name;
  }

  private static String on(Optional<String> member) {
    return member.map(name -> "?target=" + name).orElse("");
  }
}
