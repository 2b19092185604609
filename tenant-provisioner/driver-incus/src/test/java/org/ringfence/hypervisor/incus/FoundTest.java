package org.ringfence.hypervisor.incus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.TemplateDigest;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/** What is read off the engine's answers, in the shape in which LXD 5.0.2 gave them. */
class FoundTest {
  private static final VmName ACME = VmName.of("rf-acme");
  private static final String DIGEST = "0123456789ab";
  static final VmSpec SPEC =
      new VmSpec(
          ACME,
          new Template(TemplateDigest.of(DIGEST), java.net.URI.create("file:/t/" + DIGEST)),
          2,
          256,
          1024,
          VmNetwork.of(Ipv4Interface.parse("10.99.7.10/24"), Ipv4Address.parse("10.99.7.1")));

  @Test
  void aWholeVolumeWithARunningContainerIsARunningVm() {
    assertThat(found(wholeVolume(), instance("rf-acme", 103)).status())
        .contains(
            new VmStatus.Running(
                ACME, SPEC.template().digest(), Instant.parse("2026-11-29T10:57:09.377011833Z")));
  }

  @Test
  void aWholeVolumeWithAStoppedContainerIsAStoppedVm() {
    assertThat(found(wholeVolume(), instance("rf-acme", 102)).status())
        .contains(new VmStatus.Stopped(ACME, SPEC.template().digest()));
  }

  @Test
  void aWholeVolumeWithoutAContainerIsAStoppedVmBecauseAContainerIsMadeAtTheStart() {
    assertThat(found(wholeVolume(), null).status())
        .contains(new VmStatus.Stopped(ACME, SPEC.template().digest()));
  }

  @Test
  void aFrozenContainerIsBroken() {
    assertThat(found(wholeVolume(), instance("rf-acme", 110)).status())
        .get()
        .isInstanceOf(VmStatus.Broken.class);
  }

  @Test
  void aContainerWithoutAVolumeIsHalfMade() {
    assertThat(found(null, instance("rf-acme", 102)).status())
        .get()
        .isInstanceOf(VmStatus.Broken.class);
  }

  @Test
  void aVolumeWithoutASpecificationIsHalfMade() {
    assertThat(found(volume(Map.of(Requests.LABEL, "rf-acme")), null).status())
        .get()
        .isInstanceOf(VmStatus.Broken.class);
  }

  @Test
  void aDamagedSpecificationIsBrokenAndSaysSo() {
    Found damaged =
        found(volume(Map.of(Requests.LABEL, "rf-acme", Requests.SPEC, "{\"name\":\"x\"}")), null);
    assertThat(damaged.status())
        .get()
        .isInstanceOfSatisfying(
            VmStatus.Broken.class, broken -> assertThat(broken.reason()).contains("unreadable"));
  }

  @Test
  void aForeignContainerIsNotThereAndTakesTheName() {
    Found foreign = found(null, instance("rf-other", 103));
    assertThat(foreign.status()).isEmpty();
    assertThat(foreign.isTaken()).isTrue();
  }

  @Test
  void aForeignContainerBesideOurVolumeIsBroken() {
    assertThat(found(wholeVolume(), instance("rf-other", 103)).status())
        .get()
        .isInstanceOf(VmStatus.Broken.class);
  }

  @Test
  void theMemberIsTheVolumesAndNoneOutsideACluster() {
    assertThat(found(wholeVolume(), null).location()).isEmpty();
    assertThat(new Found(ACME, Optional.of(Map.of("location", "two")), Optional.empty()).location())
        .contains("two");
  }

  @Test
  void aSpecificationIsReadBackAsItWas() throws Exception {
    assertThat(SpecText.read(SpecText.write(SPEC))).isEqualTo(SPEC);
  }

  private static Map<String, Object> wholeVolume() {
    return volume(
        Map.of(Requests.LABEL, "rf-acme", Requests.SPEC, SpecText.write(SPEC), "size", "1024MiB"));
  }

  private static Map<String, Object> volume(Map<String, Object> config) {
    return Map.of("name", "rf-acme", "type", "custom", "location", "none", "config", config);
  }

  private static Map<String, Object> instance(String label, int code) {
    return Map.of(
        "name",
        "rf-acme",
        "status_code",
        (long) code,
        "status",
        "said by the engine",
        "last_used_at",
        "2026-11-29T10:57:09.377011833Z",
        "config",
        Map.of(Requests.LABEL, label));
  }

  private static Found found(
      @Nullable Map<String, Object> volume, @Nullable Map<String, Object> instance) {
    return new Found(ACME, Optional.ofNullable(volume), Optional.ofNullable(instance));
  }
}
