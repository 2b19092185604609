package org.ringfence.hypervisor.incus;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.hypervisor.Undo;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;

/**
 * The data volumes. In a cluster without shared storage each is on one member's own disk, and while
 * it moves there are two of one name. The one that counts is read off their keys: a copy has the
 * specification when it is whole, and says then where it was copied from; so it replaces that one,
 * which is removed next.
 */
final class Volumes {
  private static final Duration CREATE_LIMIT = Duration.ofMinutes(10);
  private static final Duration CHANGE_LIMIT = Duration.ofMinutes(1);
  private static final Duration DELETE_LIMIT = Duration.ofMinutes(5);

  /** Less than a caller's claim on the VM lasts. */
  private static final Duration MOVE_LIMIT = Duration.ofMinutes(10);

  private final String volumes;
  private final Api api;
  private final Members members;

  Volumes(IncusSettings settings, Api api, Members members) {
    this.volumes = "/1.0/storage-pools/" + settings.pool() + "/volumes/custom";
    this.api = api;
    this.members = members;
  }

  /** The one that counts. */
  Optional<Map<String, Object>> find(VmName name) {
    try {
      return api.find(path(name, Optional.empty()));
    } catch (EngineException e) {
      if (!e.isAmbiguous()) {
        throw e;
      }
      return valid(copies(name));
    }
  }

  /** The ones that count, by name. */
  Map<String, Map<String, Object>> findAll() {
    Map<String, List<Map<String, Object>>> copies = new TreeMap<>();
    for (Map<String, Object> volume :
        Json.objectsAt(api.get(volumes + "?recursion=1"), "metadata")) {
      Json.textAt(volume, "name")
          .ifPresent(name -> copies.computeIfAbsent(name, any -> new ArrayList<>()).add(volume));
    }
    Map<String, Map<String, Object>> all = new TreeMap<>();
    copies.forEach((name, each) -> valid(each).ifPresent(volume -> all.put(name, volume)));
    return all;
  }

  private List<Map<String, Object>> copies(VmName name) {
    return Json.objectsAt(api.get(volumes + "?recursion=1"), "metadata").stream()
        .filter(volume -> Json.textAt(volume, "name").equals(Optional.of(name.value())))
        .toList();
  }

  static Optional<Map<String, Object>> valid(List<Map<String, Object>> copies) {
    for (Map<String, Object> copy : copies) {
      Optional<String> replaced = key(copy, Requests.COPIED_FROM);
      if (key(copy, Requests.SPEC).isPresent()
          && replaced.isPresent()
          && copies.stream().anyMatch(other -> location(other).equals(replaced))) {
        return Optional.of(copy);
      }
    }
    return copies.stream()
        .filter(copy -> key(copy, Requests.SPEC).isPresent())
        .findFirst()
        .or(() -> copies.stream().findFirst());
  }

  private static Optional<String> key(Map<String, Object> volume, String name) {
    return Json.textAt(Json.objectAt(volume, "config"), name).filter(text -> !text.isEmpty());
  }

  private static Optional<String> location(Map<String, Object> volume) {
    return Json.textAt(volume, "location");
  }

  void create(VmSpec spec, Optional<String> member) {
    api.change("POST", volumes + on(member), Requests.volume(spec), CREATE_LIMIT);
  }

  /** The VM is whole, or another one. */
  void describe(VmSpec spec, Optional<String> member) {
    api.change("PATCH", path(spec.name(), member), Requests.wholeVolume(spec), CHANGE_LIMIT);
  }

  /** Every copy of ours. */
  void remove(VmName name) {
    Optional<Map<String, Object>> found = find(name);
    while (found.filter(volume -> isOurs(volume, name)).isPresent()) {
      api.remove(path(name, member(found.get())), DELETE_LIMIT);
      found = find(name);
    }
  }

  private static boolean isOurs(Map<String, Object> volume, VmName name) {
    return key(volume, Requests.LABEL).equals(Optional.of(name.value()));
  }

  /** On the disk of a member; empty outside a cluster and for storage that all members share. */
  static Optional<String> member(Map<String, Object> volume) {
    return location(volume).filter(member -> !member.isEmpty() && !member.equals("none"));
  }

  /** Brings a volume that nothing uses to another member's disk. */
  void move(VmSpec spec, String from, String to) {
    VmName name = spec.name();
    removeLeftOver(name, from);
    // It may move back to where it came from: two that replace each other would be one too many.
    api.change("PATCH", path(name, Optional.of(from)), Requests.originalVolume(), CHANGE_LIMIT);
    try (Undo undo = new Undo()) {
      undo.register(() -> api.remove(path(name, Optional.of(to)), DELETE_LIMIT));
      Map<String, Object> sender =
          api.begin("POST", path(name, Optional.of(from)), Requests.sending(name));
      String operation = Json.textAt(sender, "id").orElse("");
      URI source = members.address(from).resolve("/1.0/operations/" + operation);
      api.change(
          "POST",
          volumes + on(Optional.of(to)),
          Requests.receiving(
              spec, source, members.certificate(from), Json.objectAt(sender, "metadata")),
          MOVE_LIMIT);
      api.change(
          "PATCH", path(name, Optional.of(to)), Requests.wholeCopy(spec, from), CHANGE_LIMIT);
      undo.forget();
    }
    api.remove(path(name, Optional.of(from)), DELETE_LIMIT);
  }

  /** Whatever else there is of the volume: half a copy, or what a copy has replaced. */
  void removeLeftOver(VmName name, String valid) {
    for (Map<String, Object> copy : copies(name)) {
      if (isOurs(copy, name) && !location(copy).equals(Optional.of(valid))) {
        api.remove(path(name, member(copy)), DELETE_LIMIT);
      }
    }
  }

  private String path(VmName name, Optional<String> member) {
    return volumes + "/" + name + on(member);
  }

  private static String on(Optional<String> member) {
    return member.map(name -> "?target=" + name).orElse("");
  }
}
