package org.ringfence.hypervisor.incus;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.IdentityDocument;

class RequestsTest {
  private static final IncusSettings SETTINGS =
      new IncusSettings(
          List.of(URI.create("https://192.0.2.7:8443")),
          Path.of("client.crt"),
          Path.of("client.key"),
          Path.of("server.crt"),
          "tenants",
          "rfbr",
          "ringfence",
          Optional.empty());

  @Test
  void aContainerHasTheLimitsOfItsSpecification() {
    Map<String, Object> config = Json.objectAt(instance(true), "config");
    assertThat(config)
        .containsEntry("limits.cpu", "2")
        .containsEntry("limits.memory", "256MiB")
        .containsEntry(Requests.LABEL, "rf-acme");
  }

  @Test
  void aContainersNetworkCardIsFilteredAndIsolated() {
    Map<String, Object> nic = nic(instance(true));
    assertThat(nic)
        .containsEntry("network", "rfbr")
        .containsEntry("hwaddr", "02:52:46:63:07:0a")
        .containsEntry("ipv4.address", "10.99.7.10")
        .containsEntry("ipv6.address", "none")
        .containsEntry("security.mac_filtering", "true")
        .containsEntry("security.ipv4_filtering", "true")
        .containsEntry("security.ipv6_filtering", "true")
        .containsEntry("security.port_isolation", "true");
  }

  @Test
  void onABridgeThatTheEngineDoesNotManageTheCardNamesItAsItsParent() {
    assertThat(nic(instance(false)))
        .containsEntry("nictype", "bridged")
        .containsEntry("parent", "rfbr")
        .doesNotContainKey("network");
  }

  @Test
  void allContainersAreUnprivilegedWithUserIdsOfTheirOwnAndARootThatCannotBeWritten() {
    Map<String, Object> profile = Requests.profile(SETTINGS);
    assertThat(Json.objectAt(profile, "config"))
        .containsEntry("security.privileged", "false")
        .containsEntry("security.nesting", "false")
        .containsEntry("security.idmap.isolated", "true")
        .containsEntry("boot.autostart", "false");
    assertThat(Json.objectAt(Json.objectAt(profile, "devices"), "root"))
        .containsEntry("readonly", "true");
  }

  @Test
  void aVolumeBecomesAVmOnlyWhenItIsWhole() {
    assertThat(Json.objectAt(Requests.volume(FoundTest.SPEC), "config"))
        .containsEntry("size", "1024MiB")
        .doesNotContainKey(Requests.SPEC);
    assertThat(Json.objectAt(Requests.wholeVolume(FoundTest.SPEC), "config"))
        .containsEntry(Requests.SPEC, SpecText.write(FoundTest.SPEC));
  }

  @Test
  void theIdentityGoesIntoTheConfigurationAndOutOfIt() {
    assertThat(Json.objectAt(Requests.identity(IdentityDocument.of("who\nend\n")), "config"))
        .containsEntry(Requests.IDENTITY, "who\nend\n");
    assertThat(Json.objectAt(Requests.noIdentity(), "config")).containsEntry(Requests.IDENTITY, "");
  }

  private static Map<String, Object> instance(boolean managed) {
    return Requests.instance(SETTINGS, FoundTest.SPEC, "f".repeat(64), managed, true);
  }

  private static Map<String, Object> nic(Map<String, Object> instance) {
    return Json.objectAt(Json.objectAt(instance, "devices"), "eth0");
  }
}
