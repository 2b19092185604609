package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.MacAddress;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.TemplateDigest;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;

/** A VM's specification as JSON, which also is the label that makes its directory ours. */
final class SpecFile {
  /** Present in every file of ours; its value is the version of the form. */
  private static final String LABEL = "ringfence-vm";

  private SpecFile() {}

  static String text(VmSpec spec) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(LABEL, 1);
    values.put("name", spec.name());
    values.put("template", spec.template().digest());
    values.put("location", spec.template().location());
    values.put("vcpus", spec.vcpus());
    values.put("memory_mib", spec.memoryMib());
    values.put("data_mib", spec.dataMib());
    values.put("address", spec.network().address());
    values.put("gateway", spec.network().gateway());
    values.put("mac", spec.network().mac());
    return Json.text(values, true) + "\n";
  }

  /**
   * Reads a specification; empty when the text does not carry our label.
   *
   * @throws IOException when it cannot be understood
   */
  static Optional<VmSpec> parse(String text, VmName name) throws IOException {
    Map<String, Object> values = Json.object(text);
    if (!values.containsKey(LABEL)) {
      return Optional.empty();
    }
    if (!"1".equals(string(values, LABEL))) {
      throw new IOException("it was written by another version of Ringfence");
    }
    if (!name.value().equals(string(values, "name"))) {
      throw new IOException("it is that of the VM " + string(values, "name"));
    }
    try {
      return Optional.of(
          new VmSpec(
              name,
              new Template(
                  TemplateDigest.of(string(values, "template")),
                  URI.create(string(values, "location"))),
              number(values, "vcpus"),
              number(values, "memory_mib"),
              number(values, "data_mib"),
              new VmNetwork(
                  Ipv4Interface.parse(string(values, "address")),
                  Ipv4Address.parse(string(values, "gateway")),
                  MacAddress.parse(string(values, "mac")))));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static int number(Map<String, Object> values, String key) {
    return Integer.parseInt(string(values, key));
  }

  private static String string(Map<String, Object> values, String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + key);
    }
    return value.toString();
  }
}
