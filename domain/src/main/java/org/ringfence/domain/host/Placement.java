package org.ringfence.domain.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the host for a VM: only hosts that are up and not in maintenance, of these only those
 * with room, and of these the one that is left with the largest part of its memory free. So hosts
 * of different sizes fill evenly, and the loss of one is the loss of few tenants.
 */
public final class Placement {
  private final int memoryPercent;

  /**
   * The rule with one figure to choose.
   *
   * @param memoryPercent how much of a host's memory may be promised to VMs. More than 100 is sound
   *     because an idle VM uses a part of what it may
   */
  public Placement(int memoryPercent) {
    this.memoryPercent = memoryPercent;
  }

  /**
   * What a VM needs. The disk grows on use; a host that could not hold one more in full is called
   * full all the same.
   */
  public record Need(int memoryMib, int diskMib) {}

  /** What became of it. */
  public sealed interface Choice {
    /** The host. */
    record On(HostName host) implements Choice {}

    /**
     * No host.
     *
     * @param words for each host why not, and what to do, in sentences
     */
    record NoRoom(String words) implements Choice {}
  }

  public Choice choose(List<HostLoad> hosts, Need need) {
    Comparator<HostLoad> fullest =
        Comparator.comparingDouble(
            load ->
                (double) (load.memoryMib() + need.memoryMib())
                    / load.host().capacity().memoryMib());
    return hosts.stream()
        .filter(load -> obstacle(load, need).isEmpty())
        .min(fullest.thenComparingInt(HostLoad::vms).thenComparing(load -> load.host().name()))
        .<Choice>map(load -> new Choice.On(load.host().name()))
        .orElseGet(() -> new Choice.NoRoom(words(hosts, need)));
  }

  /** Why the host cannot take it; empty when it can. */
  private String obstacle(HostLoad load, Need need) {
    Host host = load.host();
    if (host.state() != Host.State.UP) {
      return host.reason().isEmpty() ? "it is not up" : withoutStop(host.reason());
    }
    if (!host.wish().takesTenants()) {
      return "it is in maintenance";
    }
    long room = load.roomMib(memoryPercent);
    if (room < need.memoryMib()) {
      return room + " MiB of memory left to promise";
    }
    if (host.freeDiskMib() < need.diskMib()) {
      return host.freeDiskMib() + " MiB of disk free";
    }
    return "";
  }

  private String words(List<HostLoad> hosts, Need need) {
    if (hosts.isEmpty()) {
      return "no host has room: none is known yet. Wait until the provisioner has seen one.";
    }
    List<String> each = new ArrayList<>();
    for (HostLoad load : hosts) {
      each.add(load.host().name() + " (" + obstacle(load, need) + ")");
    }
    return "no host has room: "
        + need.memoryMib()
        + " MiB of memory and "
        + need.diskMib()
        + " MiB of disk are needed; "
        + String.join(", ", each)
        + ". Add a host, end a maintenance, delete tenants, or choose a smaller plan.";
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
