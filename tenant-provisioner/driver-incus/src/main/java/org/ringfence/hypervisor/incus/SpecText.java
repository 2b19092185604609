package org.ringfence.hypervisor.incus;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.MacAddress;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.TemplateDigest;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;

/** A specification as one line of text, which the engine keeps with the tenant's data volume. */
final class SpecText {
  private SpecText() {}

  static String write(VmSpec spec) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", spec.name().value());
    object.put("template", spec.template().digest().value());
    object.put("location", spec.template().location().toString());
    object.put("vcpus", spec.vcpus());
    object.put("memoryMib", spec.memoryMib());
    object.put("dataMib", spec.dataMib());
    object.put("address", spec.network().address().toString());
    object.put("gateway", spec.network().gateway().toString());
    object.put("mac", spec.network().mac().value());
    return Json.text(object);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when it is damaged
   */
  static VmSpec read(String text) throws IOException {
    Map<String, Object> object = Json.object(text);
    try {
      return new VmSpec(
          VmName.of(textOf(object, "name")),
          new Template(
              TemplateDigest.of(textOf(object, "template")),
              URI.create(textOf(object, "location"))),
          Math.toIntExact(Json.numberAt(object, "vcpus")),
          Math.toIntExact(Json.numberAt(object, "memoryMib")),
          Math.toIntExact(Json.numberAt(object, "dataMib")),
          new VmNetwork(
              Ipv4Interface.parse(textOf(object, "address")),
              Ipv4Address.parse(textOf(object, "gateway")),
              MacAddress.parse(textOf(object, "mac"))));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException("not a specification: " + e.getMessage(), e);
    }
  }

  private static String textOf(Map<String, Object> object, String name) {
    return Json.textAt(object, name)
        .orElseThrow(() -> new IllegalArgumentException("it has no " + name));
  }
}
