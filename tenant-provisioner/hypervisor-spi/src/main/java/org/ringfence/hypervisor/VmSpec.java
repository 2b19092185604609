package org.ringfence.hypervisor;

/**
 * What a VM is made of. Carries no secret: those arrive with {@link HypervisorDriver#start}.
 *
 * @param vcpus 1 to 64
 * @param memoryMib guest memory in MiB, 64 to 1,048,576
 * @param dataMib size of the tenant's own disk in MiB, 16 to 16,777,216; grows on use where the
 *     engine can
 */
public record VmSpec(
    VmName name, Template template, int vcpus, int memoryMib, int dataMib, VmNetwork network) {
  public VmSpec {
    require(vcpus, 1, 64, "vcpus");
    require(memoryMib, 64, 1 << 20, "memoryMib");
    require(dataMib, 16, 1 << 24, "dataMib");
  }

  private static void require(int value, int least, int most, String what) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " is " + least + " to " + most + ", not " + value);
    }
  }
}
