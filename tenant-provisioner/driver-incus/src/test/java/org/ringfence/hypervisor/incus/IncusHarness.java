package org.ringfence.hypervisor.incus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HypervisorDriverFactory;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.contract.HypervisorHarness;
import org.ringfence.hypervisor.contract.Programs;

/** A real LXD with the real guest image; emptied after each test. */
final class IncusHarness implements HypervisorHarness {
  static final int DATA_MIB = 64;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final OwnLxd lxd;
  private final Api api;

  IncusHarness(OwnLxd lxd) {
    this.lxd = lxd;
    this.api = lxd.api();
  }

  static Path template() {
    String value = Optional.ofNullable(System.getenv("RINGFENCE_TEMPLATE")).orElse("");
    assertThat(value)
        .as("RINGFENCE_TEMPLATE names a guest template's directory, as vm-templates/build makes it")
        .isNotEmpty();
    return Path.of(value);
  }

  @Override
  public HypervisorDriverFactory factory() {
    return new IncusDriverFactory();
  }

  @Override
  public DriverConfig config() {
    return lxd.config(Map.of());
  }

  Api api() {
    return api;
  }

  @Override
  public VmSpec spec(VmName name, int host) {
    return new VmSpec(
        name,
        Template.inDirectory(template()),
        1,
        256,
        DATA_MIB,
        VmNetwork.of(
            Ipv4Interface.parse(lxd.network() + "." + host + "/24"),
            Ipv4Address.parse(lxd.network() + ".1")));
  }

  @Override
  public Template missingTemplate() {
    return Template.inDirectory(Path.of("/nonexistent/ffffffffffff"));
  }

  @Override
  public IdentityDocument identity(VmSpec spec) {
    return identity(
        spec,
        "https://" + lxd.here() + ":9",
        "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  }

  static IdentityDocument identity(VmSpec spec, String url, String pin, String secret) {
    return IdentityDocument.of(
        """
        ringfence-identity 1
        vm_id=%s
        tenant=acme
        hostname=%s
        address=%s
        mac=%s
        gateway=%s
        portal_url=%s
        portal_pin=%s
        secret=%s
        clock=%d
        entropy=0000000000000000000000000000000000000000000000000000000000000000
        end
        """
            .formatted(
                vmId(spec),
                spec.name(),
                spec.network().address(),
                spec.network().mac(),
                spec.network().gateway(),
                url,
                pin,
                secret,
                System.currentTimeMillis() / 1000));
  }

  static String vmId(VmSpec spec) {
    return "00000000-0000-4000-8000-%012d".formatted(spec.network().address().hostNumber());
  }

  @Override
  public void plantForeign(VmName name) {
    api.change(
        "POST",
        "/1.0/instances",
        Map.of(
            "name",
            name.value(),
            "type",
            "container",
            "source",
            Map.of("type", "none"),
            "profiles",
            List.of(),
            "devices",
            Map.of("root", Map.of("type", "disk", "path", "/", "pool", "tenants"))),
        LIMIT);
  }

  @Override
  public boolean hasForeign(VmName name) {
    return api.find("/1.0/instances/" + name).isPresent();
  }

  /** The container's first process, as this machine numbers it. */
  Optional<ProcessHandle> process(VmName name) {
    return api.find("/1.0/instances/" + name + "/state")
        .map(state -> Json.numberAt(state, "pid"))
        .filter(pid -> pid > 0)
        .flatMap(ProcessHandle::of);
  }

  @Override
  public void crash(VmName name) {
    process(name).orElseThrow().destroyForcibly();
    Awaitility.await("the engine sees the end of " + name)
        .atMost(LIMIT)
        .until(
            () ->
                api.find("/1.0/instances/" + name)
                    .map(found -> Json.textAt(found, "status").orElse("").equals("Stopped"))
                    .orElse(false));
  }

  /** The container is there, and the volume that would hold its specification is not. */
  @Override
  public void interruptCreation(VmSpec spec) {
    plantForeign(spec.name());
    api.change(
        "PATCH",
        "/1.0/instances/" + spec.name(),
        Map.of("config", Map.of(Requests.LABEL, spec.name().value())),
        LIMIT);
  }

  @Override
  public void deafenGuest(VmName name) {
    Programs.run("kill", "-STOP", Long.toString(process(name).orElseThrow().pid()));
  }

  @Override
  public void awaitGuest(VmName name) {
    awaitConsole(name, "ringfence: stage network");
  }

  void awaitConsole(VmName name, String words) {
    Awaitility.await("\"" + words + "\" on the console of " + name)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(console(name)).contains(words));
  }

  String console(VmName name) {
    try {
      return new String(api.raw("/1.0/instances/" + name + "/console"), StandardCharsets.UTF_8);
    } catch (EngineException nothingYet) {
      assertThat(nothingYet.words()).contains("no such file");
      return "";
    }
  }

  @Override
  public boolean guestPoweredOff(VmName name) {
    return console(name).contains("ringfence: stage stopped");
  }

  @Override
  public List<String> tracesOf(VmSpec spec) {
    List<String> traces = new ArrayList<>();
    for (String path :
        List.of(
            "/1.0/instances/" + spec.name(),
            "/1.0/storage-pools/tenants/volumes/custom/" + spec.name())) {
      if (api.find(path).isPresent()) {
        traces.add(path);
      }
    }
    ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(" " + spec.name()))
        .filter(process -> process.info().commandLine().orElse("").contains("ringfence-lxd-"))
        .forEach(process -> traces.add("process " + process.pid()));
    return traces;
  }

  @Override
  public void close() {
    for (Map<String, Object> instance :
        Json.objectsAt(api.get("/1.0/instances?recursion=1"), "metadata")) {
      String path = "/1.0/instances/" + Json.textAt(instance, "name").orElseThrow();
      if (!"Stopped".equals(instance.get("status"))) {
        api.change("PUT", path + "/state", Requests.state("stop", true, 30), LIMIT);
      }
      api.remove(path, LIMIT);
    }
    for (Map<String, Object> volume :
        Json.objectsAt(
            api.get("/1.0/storage-pools/tenants/volumes/custom?recursion=1"), "metadata")) {
      api.remove(
          "/1.0/storage-pools/tenants/volumes/custom/" + Json.textAt(volume, "name").orElseThrow(),
          LIMIT);
    }
  }
}
