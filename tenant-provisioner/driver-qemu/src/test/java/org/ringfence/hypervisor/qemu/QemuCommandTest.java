package org.ringfence.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.TemplateDigest;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;

class QemuCommandTest {
  private static final Path HOME = Path.of("/srv/ring fence, \"one\"");
  private static final Path TEMPLATE = HOME.resolve("templates/0123456789ab");
  private static final QemuVersion OLD = new QemuVersion(7, 2, "7.2.22 (Debian)");
  private static final QemuVersion NEW = new QemuVersion(10, 0, "10.0.2");
  private static final Caller ROOT = new Caller(0);
  private static final WarmState STATE = new WarmState(HOME.resolve("vms/.warm/state-0"));

  private static final VmSpec SPEC =
      new VmSpec(
          VmName.of("rf-acme"),
          new Template(TemplateDigest.of("0123456789ab"), TEMPLATE.toUri()),
          2,
          384,
          1024,
          VmNetwork.of(Ipv4Interface.parse("10.213.180.10/24"), Ipv4Address.parse("10.213.180.1")));

  @Test
  void aPathIsAWordOfItsOwnWhateverIsInIt() {
    assertThat(line(Acceleration.TCG, OLD, ROOT))
        .containsSequence("-kernel", TEMPLATE + "/vmlinuz")
        .containsSequence("-initrd", TEMPLATE + "/initramfs.img")
        .containsSequence("-pidfile", HOME + "/vms/rf-acme/qemu.pid")
        .containsSequence("-chroot", HOME + "/vms/.empty");
  }

  @Test
  void aPathInsideJsonIsEscapedAsJson() throws Exception {
    List<String> line = line(Acceleration.TCG, OLD, ROOT);
    Map<String, Object> image = Json.object(line.get(line.indexOf("-blockdev") + 1));
    assertThat(image)
        .containsEntry("filename", TEMPLATE + "/root.erofs")
        .containsEntry("read-only", true)
        .containsEntry("locking", "off");
  }

  @Test
  void aNewerQemuTakesAnotherOptionInWhichCommasAreDoubled() {
    assertThat(line(Acceleration.TCG, NEW, ROOT))
        .containsSequence(
            "-run-with", "chroot=/srv/ring fence,, \"one\"/vms/.empty,user=1900000010:1900000010")
        .doesNotContain("-chroot", "-runas");
  }

  @Test
  void rootGivesEveryVmAUserOfItsOwn() {
    assertThat(line(Acceleration.TCG, OLD, ROOT))
        .startsWith("setsid", "qemu-system-x86_64")
        .containsSequence("-runas", "1900000010:1900000010");
  }

  @Test
  void whoIsNotRootKeepsTheRightToMakeDevicesFromQemu() {
    assertThat(line(Acceleration.TCG, OLD, new Caller(1000)))
        .startsWith(
            "setsid",
            "setpriv",
            "--no-new-privs",
            "--inh-caps=-all",
            "--ambient-caps=-all",
            "qemu-system-x86_64")
        .doesNotContain("-runas", "-chroot");
  }

  @Test
  void processorsAndMemoryAreThoseOfTheSpecification() {
    assertThat(line(Acceleration.TCG, OLD, ROOT))
        .containsSequence("-smp", "2")
        .containsSequence("-m", "384M");
  }

  @Test
  void withoutVirtualisationTheTranslationCacheIsSmall() {
    assertThat(line(Acceleration.TCG, OLD, ROOT))
        .containsSequence("-accel", "tcg,thread=multi,tb-size=96", "-cpu", "qemu64");
  }

  @Test
  void withVirtualisationTheGuestSeesTheHostsProcessor() {
    assertThat(line(Acceleration.KVM, OLD, ROOT)).containsSequence("-accel", "kvm", "-cpu", "host");
  }

  @Test
  void aTapDeviceBearsTheInstanceAndTheHostNumber() {
    assertThat(settings("rf18000", Acceleration.TCG).tapName(SPEC.network()))
        .isEqualTo("t18000-10");
    assertThat(settings("br0", Acceleration.TCG).tapName(SPEC.network())).isEqualTo("tbr0-10");
  }

  @Test
  void aTapDevicesNameThatTheKernelWouldCutIsRefused() {
    assertThatThrownBy(() -> settings("bridge-of-many", Acceleration.TCG).tapName(SPEC.network()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tbridge-of-many-10 is too long");
  }

  @Test
  void aBridgesNameIsAnInterfacesName() {
    assertThatThrownBy(() -> settings("rf0 up; reboot", Acceleration.TCG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no name of a bridge");
  }

  @Test
  void aCloneMapsTheStatesMemoryPrivatelyAndIsConfinedAsAnyOther() throws Exception {
    List<String> line = restoring(OLD);
    Map<String, Object> ram = Json.object(line.get(line.lastIndexOf("-object") + 1));
    assertThat(ram)
        .containsEntry("mem-path", STATE.ram().toString())
        .containsEntry("size", 384L << 20)
        .containsEntry("share", false)
        .doesNotContainKey("readonly");
    assertThat(line)
        .containsSequence("-sandbox", "on,obsolete=deny,spawn=deny,resourcecontrol=deny")
        .containsSequence("-runas", "1900000010:1900000010")
        .containsSequence("-incoming", "defer");
    // It would give memory back by punching holes into the file that all clones map.
    assertThat(line).noneMatch(word -> word.startsWith("virtio-balloon"));
  }

  @Test
  void aNewerQemuOpensTheStatesMemoryForReadingOnly() throws Exception {
    List<String> line = restoring(NEW);
    assertThat(Json.object(line.get(line.lastIndexOf("-object") + 1)))
        .containsEntry("readonly", true)
        .containsEntry("rom", "off");
  }

  @Test
  void aStateIsSavedWithoutAnyNetwork() {
    QemuSettings settings = settings("rf18000", Acceleration.TCG);
    List<String> line =
        new QemuCommand(settings, OLD, ROOT)
            .saving(SPEC, new VmDirectory(settings.directory(), SPEC.name()), TEMPLATE, STATE);
    assertThat(line)
        .containsSequence("-netdev", "hubport,id=net,hubid=0")
        .noneMatch(word -> word.startsWith("tap,"));
  }

  private static List<String> restoring(QemuVersion version) {
    QemuSettings settings = settings("rf18000", Acceleration.TCG);
    return new QemuCommand(settings, version, ROOT)
        .restoring(
            SPEC,
            new VmDirectory(settings.directory(), SPEC.name()),
            TEMPLATE,
            settings.directory().resolve(".empty"),
            "t18000-10",
            STATE);
  }

  private static QemuSettings settings(String bridge, Acceleration acceleration) {
    return new QemuSettings(
        HOME.resolve("vms"), bridge, acceleration, "qemu-system-x86_64", 1_900_000_000, true);
  }

  private static List<String> line(Acceleration acceleration, QemuVersion version, Caller caller) {
    QemuSettings settings = settings("rf18000", acceleration);
    return new QemuCommand(settings, version, caller)
        .line(
            SPEC,
            new VmDirectory(settings.directory(), SPEC.name()),
            TEMPLATE,
            settings.directory().resolve(".empty"),
            "t18000-10");
  }
}
