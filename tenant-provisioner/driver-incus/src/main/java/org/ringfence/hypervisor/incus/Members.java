package org.ringfence.hypervisor.incus;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.hypervisor.HostName;
import org.ringfence.hypervisor.HypervisorHost;
import org.ringfence.hypervisor.HypervisorHost.Size;
import org.ringfence.hypervisor.HypervisorHost.State;

/** The hosts: the members of the cluster, or the one server that there is. */
final class Members {
  private static final String MEMBERS = "/1.0/cluster/members";
  private static final Duration EVACUATE_LIMIT = Duration.ofMinutes(30);
  private static final long MIB = 1 << 20;

  private final IncusSettings settings;
  private final Api api;
  private final Server server;

  Members(IncusSettings settings, Api api, Server server) {
    this.settings = settings;
    this.api = api;
    this.server = server;
  }

  List<HypervisorHost> hosts() {
    if (!server.clustered()) {
      return List.of(measured(server.host(), Optional.empty(), State.UP, ""));
    }
    return Json.objectsAt(api.get(MEMBERS + "?recursion=1"), "metadata").stream()
        .filter(member -> HostName.isValid(name(member)))
        .map(this::host)
        .sorted(java.util.Comparator.comparing(HypervisorHost::name))
        .toList();
  }

  private HypervisorHost host(Map<String, Object> member) {
    HostName name = HostName.of(name(member));
    String message = Json.textAt(member, "message").orElse("");
    return switch (status(member)) {
      case "Online" ->
          isTarget(member)
              ? measured(name, Optional.of(name), State.UP, "")
              : measured(
                  name,
                  Optional.of(name),
                  State.CLOSED,
                  "The setting ringfence.incus.target leaves it out.");
      case "Evacuated" ->
          measured(name, Optional.of(name), State.CLOSED, "It is evacuated in the cluster.");
      case "Offline" -> lost(name, message);
      default ->
          measured(
              name,
              Optional.of(name),
              State.CLOSED,
              "The cluster says " + status(member) + ": " + message);
    };
  }

  private static String status(Map<String, Object> member) {
    return Json.textAt(member, "status").orElse("nothing of its state");
  }

  private boolean isTarget(Map<String, Object> member) {
    if (settings.target().isEmpty()) {
      return true;
    }
    String target = settings.target().get();
    return target.startsWith("@")
        ? member.get("groups") instanceof List<?> groups && groups.contains(target.substring(1))
        : target.equals(name(member));
  }

  private HypervisorHost measured(
      HostName name, Optional<HostName> target, State state, String reason) {
    String on = target.map(member -> "?target=" + member).orElse("");
    try {
      Map<String, Object> resources = Json.objectAt(api.get("/1.0/resources" + on), "metadata");
      Map<String, Object> memory = Json.objectAt(resources, "memory");
      Map<String, Object> space =
          Json.objectAt(
              Json.objectAt(
                  api.get("/1.0/storage-pools/" + settings.pool() + "/resources" + on), "metadata"),
              "space");
      return new HypervisorHost(
          name,
          state,
          reason,
          new Size(
              Math.toIntExact(Json.numberAt(Json.objectAt(resources, "cpu"), "total")),
              Json.numberAt(memory, "total") / MIB,
              Json.numberAt(space, "total") / MIB),
          new Size(0, Json.numberAt(memory, "used") / MIB, Json.numberAt(space, "used") / MIB));
    } catch (EngineException e) {
      if (!e.isUnreached()) {
        throw e;
      }
      return lost(name, e.words());
    }
  }

  private static HypervisorHost lost(HostName name, String words) {
    return new HypervisorHost(
        name, State.LOST, "It does not answer: " + words + ".", Size.UNKNOWN, Size.UNKNOWN);
  }

  private static String name(Map<String, Object> member) {
    return Json.textAt(member, "server_name").orElse("");
  }

  /** Whether there is a member of that name, in whatever state. */
  boolean has(HostName name) {
    return server.clustered()
        ? api.find(MEMBERS + "/" + name).isPresent()
        : server.host().equals(name);
  }

  /** Where the others reach it. */
  URI address(String name) {
    return URI.create(
        Json.textAt(Json.objectAt(api.get(MEMBERS + "/" + name), "metadata"), "url").orElse(""));
  }

  /** What the member shows to whoever connects to it, as PEM. */
  String certificate(String name) {
    return Json.textAt(
            Json.objectAt(Json.objectAt(api.get("/1.0?target=" + name), "metadata"), "environment"),
            "certificate")
        .orElse("");
  }

  /** Whether the pool is one that all members share. */
  boolean shareStorage() {
    String driver =
        Json.textAt(
                Json.objectAt(api.get("/1.0/storage-pools/" + settings.pool()), "metadata"),
                "driver")
            .orElse("");
    return List.of("ceph", "cephfs", "cephobject", "lvmcluster", "linstor", "truenas", "powerflex")
        .contains(driver);
  }

  void evacuate(HostName name) {
    state(name, "evacuate", false);
  }

  void restore(HostName name) {
    state(name, "restore", true);
  }

  private void state(HostName name, String action, boolean from) {
    boolean evacuated =
        status(Json.objectAt(api.get(MEMBERS + "/" + name), "metadata")).equals("Evacuated");
    if (evacuated == from) {
      api.change("POST", MEMBERS + "/" + name + "/state", Map.of("action", action), EVACUATE_LIMIT);
    }
  }
}
