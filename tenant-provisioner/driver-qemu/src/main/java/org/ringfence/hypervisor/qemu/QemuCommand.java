package org.ringfence.hypervisor.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringfence.hypervisor.VmSpec;

/**
 * The command line that runs one VM. It is started in the VM's directory, so the files of the VM
 * have fixed names here; paths that we do not choose are arguments or JSON values of their own,
 * where no character is special.
 */
final class QemuCommand {
  /**
   * MiB of translated code kept per VM, at most; the default would be an eighth of the host's
   * memory. What is full is thrown away as a whole: with 32 MiB Asterisk, the agent and the kernel
   * were translated anew four times for every change of the configuration.
   */
  private static final int TRANSLATION_CACHE_MIB = 96;

  /** The kernel's words for a guest that boots. */
  private static final String COLD = "console=ttyS0 quiet panic=-1 no_timer_check";

  /** Tells the guest's init to become what a saved state holds; the same for its clones. */
  private static final String WARM = COLD + " ringfence.warm";

  private static final String NO_SCRIPTS = ",script=no,downscript=no";

  private final QemuSettings settings;
  private final QemuVersion version;
  private final Caller caller;

  QemuCommand(QemuSettings settings, QemuVersion version, Caller caller) {
    this.settings = settings;
    this.version = version;
    this.caller = caller;
  }

  /** Boots. */
  List<String> line(VmSpec spec, VmDirectory vm, Path template, Path emptyDirectory, String tap) {
    List<String> line = guest(spec, vm, template, COLD, "tap,id=net,ifname=" + tap + NO_SCRIPTS);
    line.addAll(List.of("-m", spec.memoryMib() + "M"));
    // The guest tells which of its memory is free again, and the host gets it back.
    line.addAll(List.of("-device", "virtio-balloon-pci,free-page-reporting=on"));
    confinement(line, spec, emptyDirectory);
    return line;
  }

  /** Boots with its RAM in a file, to save its state. Nobody's data is in it, and no network. */
  List<String> saving(VmSpec spec, VmDirectory vm, Path template, WarmState state) {
    List<String> line = guest(spec, vm, template, WARM, "hubport,id=net,hubid=0");
    ram(line, spec, state, true);
    // Saving runs a program, which the confinement of guests forbids.
    line.addAll(List.of("-sandbox", "on,obsolete=deny,resourcecontrol=deny"));
    return line;
  }

  /** Waits for the state on its standard input, to go on from there. */
  List<String> restoring(
      VmSpec spec,
      VmDirectory vm,
      Path template,
      Path emptyDirectory,
      String tap,
      WarmState state) {
    List<String> line = guest(spec, vm, template, WARM, "tap,id=net,ifname=" + tap + NO_SCRIPTS);
    ram(line, spec, state, false);
    line.addAll(List.of("-incoming", "defer"));
    confinement(line, spec, emptyDirectory);
    return line;
  }

  /**
   * The machine's memory is a file: the state's own while it is saved, and never again. Clones see
   * it privately: what they write is theirs alone. They have no balloon, because QEMU gives memory
   * back by punching holes into the file, which is everybody's.
   */
  private void ram(List<String> line, VmSpec spec, WarmState state, boolean shared) {
    Map<String, Object> ram = new LinkedHashMap<>();
    ram.put("qom-type", "memory-backend-file");
    ram.put("id", "ram");
    ram.put("size", (long) spec.memoryMib() << 20);
    ram.put("mem-path", state.ram().toString());
    ram.put("share", shared);
    ram.put("merge", false);
    ram.put("dump", false);
    if (!shared && version.isAtLeast(8, 2)) {
      // A process that a guest broke into cannot write to the file. Before, QEMU opens it for
      // writing in any case (its documentation, "QEMU VM templating").
      ram.put("readonly", true);
      ram.put("rom", "off");
    }
    line.addAll(List.of("-object", Json.text(ram, false)));
    line.addAll(List.of("-m", spec.memoryMib() + "M", "-machine", "memory-backend=ram"));
  }

  private List<String> guest(
      VmSpec spec, VmDirectory vm, Path template, String words, String netdev) {
    List<String> line = new ArrayList<>();
    // A session of its own: no signal to us or our terminal reaches it.
    line.add("setsid");
    if (!caller.isRoot()) {
      // The right to make network devices is ours, not QEMU's.
      line.addAll(List.of("setpriv", "--no-new-privs", "--inh-caps=-all", "--ambient-caps=-all"));
    }
    line.add(settings.binary());
    line.addAll(List.of("-name", spec.name().value(), "-no-user-config", "-nodefaults"));
    line.addAll(List.of("-display", "none", "-no-reboot"));
    machine(line, spec);
    kernel(line, template, words);
    disks(line, template);
    devices(line, spec, netdev);
    line.addAll(
        List.of("-chardev", "socket,id=qmp,path=" + VmDirectory.QMP + ",server=on,wait=off"));
    line.addAll(List.of("-mon", "chardev=qmp,mode=control"));
    line.addAll(List.of("-pidfile", vm.pidFile().toString()));
    return line;
  }

  private void machine(List<String> line, VmSpec spec) {
    // No page merging across tenants (a side channel), no guest memory in core dumps.
    line.addAll(
        List.of(
            "-machine",
            "q35,graphics=off,vmport=off,sata=off,smbus=off,mem-merge=off,dump-guest-core=off"));
    if (settings.acceleration() == Acceleration.KVM) {
      line.addAll(List.of("-accel", "kvm", "-cpu", "host"));
    } else {
      line.addAll(
          List.of("-accel", "tcg,thread=multi,tb-size=" + TRANSLATION_CACHE_MIB, "-cpu", "qemu64"));
    }
    line.addAll(List.of("-smp", String.valueOf(spec.vcpus())));
  }

  private static void kernel(List<String> line, Path template, String words) {
    line.addAll(List.of("-kernel", template.resolve("vmlinuz").toString()));
    line.addAll(List.of("-initrd", template.resolve("initramfs.img").toString()));
    // On a busy host an emulated timer ticks too late for the kernel's check of it, and the kernel
    // panics at start; under KVM the kernel leaves that check out by itself.
    line.addAll(List.of("-append", words));
  }

  private static void disks(List<String> line, Path template) {
    // Shared by all VMs through the host's page cache: read-only, hence no lock.
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("driver", "file");
    image.put("node-name", "image-file");
    image.put("filename", template.resolve("root.erofs").toString());
    image.put("read-only", true);
    image.put("locking", "off");
    Map<String, Object> imageFormat = new LinkedHashMap<>();
    imageFormat.put("driver", "raw");
    imageFormat.put("node-name", "image");
    imageFormat.put("read-only", true);
    imageFormat.put("file", "image-file");
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("driver", "file");
    data.put("node-name", "data-file");
    data.put("filename", VmDirectory.DATA);
    data.put("discard", "unmap");
    data.put("locking", "on");
    Map<String, Object> dataFormat = new LinkedHashMap<>();
    dataFormat.put("driver", "raw");
    dataFormat.put("node-name", "data");
    dataFormat.put("discard", "unmap");
    dataFormat.put("file", "data-file");
    for (Map<String, Object> node : List.of(image, imageFormat, data, dataFormat)) {
      line.addAll(List.of("-blockdev", Json.text(node, false)));
    }
    // Errors go to the guest: the default would halt it, calls included, when the host's disk is
    // full.
    line.addAll(List.of("-device", "virtio-blk-pci,drive=image,serial=image"));
    line.addAll(
        List.of("-device", "virtio-blk-pci,drive=data,serial=data,werror=report,rerror=report"));
  }

  private static void devices(List<String> line, VmSpec spec, String netdev) {
    line.addAll(List.of("-netdev", netdev));
    line.addAll(
        List.of("-device", "virtio-net-pci,netdev=net,romfile=,mac=" + spec.network().mac()));
    line.addAll(List.of("-chardev", "file,id=console,append=on,path=" + VmDirectory.CONSOLE));
    line.addAll(List.of("-serial", "chardev:console"));
    // The pipe device opens NAME.in and NAME.out and takes regular files too, unlike
    // "file,input-path=", which QEMU before 8 refuses on its command line. Each run reads the
    // document from its beginning.
    line.addAll(List.of("-chardev", "pipe,id=identity,path=" + VmDirectory.IDENTITY));
    line.addAll(List.of("-device", "virtio-serial-pci"));
    line.addAll(List.of("-device", "virtserialport,chardev=identity,name=org.ringfence.identity"));
    line.addAll(List.of("-object", "rng-random,id=rng,filename=/dev/urandom"));
    line.addAll(List.of("-device", "virtio-rng-pci,rng=rng,max-bytes=1024,period=1000"));
    // A new one at each start: the kernel of a clone then renews its random state.
    line.addAll(List.of("-device", "vmgenid,guid=auto"));
  }

  /**
   * A process that a guest broke into starts no program, holds no rights, and sees no file beyond
   * those open. Changing the user is a system call that "elevateprivileges=deny" forbids too early.
   */
  private void confinement(List<String> line, VmSpec spec, Path emptyDirectory) {
    line.addAll(List.of("-sandbox", "on,obsolete=deny,spawn=deny,resourcecontrol=deny"));
    if (!caller.isRoot() || settings.firstUid() == 0) {
      return;
    }
    String user = settings.uid(spec.network()) + ":" + settings.uid(spec.network());
    if (version.isAtLeast(9, 1)) {
      String escaped = emptyDirectory.toString().replace(",", ",,");
      line.addAll(List.of("-run-with", "chroot=" + escaped + ",user=" + user));
    } else {
      line.addAll(List.of("-chroot", emptyDirectory.toString(), "-runas", user));
    }
  }
}
