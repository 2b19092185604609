package org.ringfence.domain.host;

/**
 * A host and what was promised to VMs on it, running or not.
 *
 * @param vms how many there are
 * @param memoryMib the sum of what they may use
 */
public record HostLoad(Host host, int vms, long memoryMib) {
  /**
   * MiB that can still be promised; never negative.
   *
   * @param memoryPercent how much may be promised of the memory that there is
   */
  public long roomMib(int memoryPercent) {
    return Math.max(0, host.capacity().memoryMib() * memoryPercent / 100 - memoryMib);
  }
}
