package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ringfence.hypervisor.HostName;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.HypervisorHost;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmSpec;

/** What a VM needs of this host, asked for before anything is made. */
final class Host {
  private static final int MIB = 1 << 20;
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
  private static final HostName UNNAMED = HostName.of("localhost");

  private Host() {}

  /** The template's directory, with everything in it that a start needs. */
  static Path templateOf(VmSpec spec) {
    Template template = spec.template();
    String step = "find the template " + template.digest();
    if (!"file".equals(template.location().getScheme())) {
      throw HypervisorException.of(
          Category.USER, spec.name(), step, template.location() + " is no directory of this host");
    }
    Path directory = Path.of(template.location());
    for (String file : List.of("root.erofs", "vmlinuz", "initramfs.img")) {
      if (!Files.isReadable(directory.resolve(file))) {
        throw HypervisorException.of(
                Category.EXTERNAL, spec.name(), step, "there is no " + directory.resolve(file))
            .withRemedy("Build the template again: ./ringfence up does.");
      }
    }
    return directory;
  }

  /** The disk is sparse, but a host that cannot hold one more in full is called full. */
  static void requireDisk(VmSpec spec, Path directory) {
    Path place = existing(directory);
    long freeMib;
    try {
      freeMib = Files.getFileStore(place).getUsableSpace() / MIB;
    } catch (IOException e) {
      throw Failures.file(spec.name(), "measure the free disk space", e);
    }
    if (freeMib < spec.dataMib()) {
      throw HypervisorException.of(
              Category.RESOURCES,
              spec.name(),
              "make the data disk",
              "it needs " + spec.dataMib() + " MiB and " + place + " has " + freeMib + " MiB free")
          .withRemedy("Free space there, or give the VM a smaller disk.");
    }
  }

  /** What this host calls itself, without a domain. */
  static HostName name() {
    try {
      String whole = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      String first = whole.split("\\.", 2)[0];
      return HostName.isValid(first) ? HostName.of(first) : UNNAMED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param directory where the VMs' disks are, or will be
   */
  static HypervisorHost.Size capacity(Path directory) {
    try {
      return new HypervisorHost.Size(
          Runtime.getRuntime().availableProcessors(),
          memoryMib(TOTAL),
          Files.getFileStore(existing(directory)).getTotalSpace() / MIB);
    } catch (IOException e) {
      throw unmeasured(e);
    }
  }

  /**
   * What does not count as free, whoever has it.
   *
   * @param directory where the VMs' disks are, or will be
   */
  static HypervisorHost.Size used(Path directory) {
    try {
      FileStore store = Files.getFileStore(existing(directory));
      return new HypervisorHost.Size(
          0,
          memoryMib(TOTAL) - memoryMib(AVAILABLE),
          (store.getTotalSpace() - store.getUsableSpace()) / MIB);
    } catch (IOException e) {
      throw unmeasured(e);
    }
  }

  private static long memoryMib(Pattern line) throws IOException {
    Matcher found = line.matcher(Files.readString(Path.of("/proc/meminfo")));
    return found.find() ? Long.parseLong(found.group(1)) / 1024 : 0;
  }

  private static Path existing(Path directory) {
    Path place = directory;
    while (place.getParent() != null && !Files.exists(place)) {
      place = place.getParent();
    }
    return place;
  }

  private static HypervisorException unmeasured(IOException cause) {
    return HypervisorException.ofDriver(
            Category.EXTERNAL, "measure this host", String.valueOf(cause.getMessage()))
        .withCause(cause);
  }

  /** What the guest sees of the processor under KVM: a saved state loads on no other. */
  static String processor() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo"))
          .lines()
          .filter(line -> line.startsWith("model name") || line.startsWith("flags"))
          .limit(2)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void requireMemory(VmSpec spec) {
    requireMemory(spec, "start the VM", 0);
  }

  /**
   * @param promisedMib what others will need
   */
  static void requireMemory(VmSpec spec, String step, int promisedMib) {
    Matcher available;
    try {
      available = AVAILABLE.matcher(Files.readString(Path.of("/proc/meminfo")));
    } catch (IOException e) {
      throw Failures.file(spec.name(), "measure the free memory", e);
    }
    if (!available.find()) {
      return;
    }
    long freeMib = Long.parseLong(available.group(1)) / 1024 - promisedMib;
    if (freeMib < spec.memoryMib()) {
      throw HypervisorException.of(
              Category.RESOURCES,
              spec.name(),
              step,
              "it needs "
                  + spec.memoryMib()
                  + " MiB of memory and this host has "
                  + Math.max(0, freeMib)
                  + " MiB"
                  + (promisedMib == 0 ? "" : ", " + promisedMib + " MiB for waiting VMs aside"))
          .withRemedy("Stop other VMs or add memory.");
    }
  }
}
