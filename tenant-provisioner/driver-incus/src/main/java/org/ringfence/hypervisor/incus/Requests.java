package org.ringfence.hypervisor.incus;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;

/**
 * What we ask the engine for, as the objects of its API. A container's own keys and devices say
 * what differs from tenant to tenant; the profile says what all of them have in common.
 */
final class Requests {
  /** On instances and volumes: whose it is. */
  static final String LABEL = "user.ringfence.vm";

  /** On volumes: the specification, as soon as all of the VM is there. */
  static final String SPEC = "user.ringfence.spec";

  /** On a copied volume: the member whose volume it replaces. */
  static final String COPIED_FROM = "user.ringfence.copied-from";

  /** On instances: what the guest asks devlxd for; there only while it is to run. */
  static final String IDENTITY = "user.ringfence.identity";

  /** More threads and processes than Asterisk with hundreds of calls has. */
  private static final String MOST_PROCESSES = "2000";

  private Requests() {}

  /**
   * A user namespace of each container's own; nothing is nested, privileged or started by the
   * engine; the root, which is the template's, cannot be written.
   */
  static Map<String, Object> profile(IncusSettings settings) {
    return Map.of(
        "name",
        settings.profile(),
        "description",
        "Tenants' containers of Ringfence",
        "config",
        Map.of(
            "boot.autostart", "false",
            "limits.memory.enforce", "hard",
            "limits.processes", MOST_PROCESSES,
            "security.idmap.isolated", "true",
            "security.nesting", "false",
            "security.privileged", "false"),
        "devices",
        Map.of(
            "root",
            Map.of("type", "disk", "path", "/", "pool", settings.pool(), "readonly", "true")));
  }

  static Map<String, Object> volume(VmSpec spec) {
    return Map.of(
        "name",
        spec.name().value(),
        "type",
        "custom",
        "content_type",
        "filesystem",
        "config",
        Map.of("size", mib(spec.dataMib()), LABEL, spec.name().value()));
  }

  /** What a volume's configuration becomes when the VM is whole, or has another size. */
  static Map<String, Object> wholeVolume(VmSpec spec) {
    return Map.of("config", Map.of("size", mib(spec.dataMib()), SPEC, SpecText.write(spec)));
  }

  /** A volume that replaces no other, or not any more. */
  static Map<String, Object> originalVolume() {
    return Map.of("config", Map.of(COPIED_FROM, ""));
  }

  /** Offers a volume to whoever knows the secrets that are answered. */
  static Map<String, Object> sending(VmName name) {
    return Map.of("name", name.value(), "migration", true);
  }

  /** A volume that is fetched from another member; not whole yet. */
  static Map<String, Object> receiving(
      VmSpec spec, URI operation, String certificate, Map<String, Object> secrets) {
    Map<String, Object> volume = new LinkedHashMap<>(volume(spec));
    volume.put(
        "source",
        Map.of(
            "type",
            "migration",
            "mode",
            "pull",
            "operation",
            operation.toString(),
            "certificate",
            certificate,
            "secrets",
            secrets));
    return volume;
  }

  static Map<String, Object> wholeCopy(VmSpec spec, String from) {
    return Map.of(
        "config",
        Map.of("size", mib(spec.dataMib()), SPEC, SpecText.write(spec), COPIED_FROM, from));
  }

  /**
   * A container of the image.
   *
   * @param withData whether its data volume is there already
   */
  static Map<String, Object> instance(
      IncusSettings settings, VmSpec spec, String fingerprint, boolean managed, boolean withData) {
    Map<String, Object> config = new LinkedHashMap<>(limits(spec));
    config.put(LABEL, spec.name().value());
    Map<String, Object> devices = new LinkedHashMap<>();
    devices.put("eth0", nic(settings, spec, managed));
    if (withData) {
      devices.put("data", data(settings, spec.name()));
    }
    return Map.of(
        "name",
        spec.name().value(),
        "type",
        "container",
        "source",
        Map.of("type", "image", "fingerprint", fingerprint),
        "profiles",
        List.of(settings.profile()),
        "config",
        config,
        "devices",
        devices);
  }

  static Map<String, Object> withData(IncusSettings settings, VmName name) {
    return Map.of("devices", Map.of("data", data(settings, name)));
  }

  /** Another size or address of a container that is there. */
  static Map<String, Object> reshaped(IncusSettings settings, VmSpec spec, boolean managed) {
    return Map.of("config", limits(spec), "devices", Map.of("eth0", nic(settings, spec, managed)));
  }

  static Map<String, Object> identity(IdentityDocument identity) {
    return Map.of("config", Map.of(IDENTITY, identity.text()));
  }

  /** An empty value removes a key. */
  static Map<String, Object> noIdentity() {
    return Map.of("config", Map.of(IDENTITY, ""));
  }

  static Map<String, Object> state(String action, boolean force, long seconds) {
    return Map.of("action", action, "force", force, "timeout", seconds);
  }

  private static Map<String, Object> limits(VmSpec spec) {
    return Map.of(
        "limits.cpu", Integer.toString(spec.vcpus()), "limits.memory", mib(spec.memoryMib()));
  }

  /** Frames with another sender's MAC or IP address are dropped; other tenants are not reached. */
  private static Map<String, Object> nic(IncusSettings settings, VmSpec spec, boolean managed) {
    Map<String, Object> nic = new LinkedHashMap<>();
    nic.put("type", "nic");
    nic.put("name", "eth0");
    if (managed) {
      nic.put("network", settings.network());
    } else {
      nic.put("nictype", "bridged");
      nic.put("parent", settings.network());
    }
    nic.put("hwaddr", spec.network().mac().value());
    nic.put("ipv4.address", spec.network().address().address().toString());
    nic.put("ipv6.address", "none");
    nic.put("security.mac_filtering", "true");
    nic.put("security.ipv4_filtering", "true");
    nic.put("security.ipv6_filtering", "true");
    nic.put("security.port_isolation", "true");
    return nic;
  }

  private static Map<String, Object> data(IncusSettings settings, VmName name) {
    return Map.of("type", "disk", "pool", settings.pool(), "source", name.value(), "path", "/data");
  }

  private static String mib(int mib) {
    return mib + "MiB";
  }
}
