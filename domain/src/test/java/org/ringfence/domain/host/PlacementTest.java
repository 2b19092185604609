package org.ringfence.domain.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.host.Host.Size;
import org.ringfence.domain.host.Host.State;
import org.ringfence.domain.host.Host.Wish;
import org.ringfence.domain.host.Placement.Choice;
import org.ringfence.domain.host.Placement.Need;

class PlacementTest {
  private static final Need NEED = new Need(256, 1024);

  private final Placement placement = new Placement(100);

  private static HostLoad host(String name, long memory, int vms, long promised) {
    return host(name, memory, vms, promised, State.UP, Wish.OPEN);
  }

  private static HostLoad host(
      String name, long memory, int vms, long promised, State state, Wish wish) {
    return new HostLoad(
        new Host(
            new HostName(name),
            state,
            state == State.UP ? "" : "It does not answer.",
            new Size(4, memory, 10_000),
            new Size(0, 0, 2_000),
            wish,
            "",
            Instant.EPOCH),
        vms,
        promised);
  }

  private String chosen(HostLoad... hosts) {
    Choice choice = placement.choose(List.of(hosts), NEED);
    assertThat(choice).isInstanceOf(Choice.On.class);
    return ((Choice.On) choice).host().value();
  }

  private String refused(Placement by, Need need, HostLoad... hosts) {
    Choice choice = by.choose(List.of(hosts), need);
    assertThat(choice).isInstanceOf(Choice.NoRoom.class);
    return ((Choice.NoRoom) choice).words();
  }

  @Test
  void theEmptiestOfEqualHostsIsChosen() {
    assertThat(chosen(host("one", 1024, 2, 512), host("two", 1024, 1, 256))).isEqualTo("two");
  }

  @Test
  void hostsOfDifferentSizesFillEvenly() {
    assertThat(chosen(host("big", 8192, 8, 2048), host("small", 1024, 1, 256))).isEqualTo("big");
    assertThat(chosen(host("big", 8192, 20, 5120), host("small", 1024, 1, 256))).isEqualTo("small");
  }

  @Test
  void amongEquallyEmptyHostsFewerVmsAndThenTheNameDecide() {
    assertThat(chosen(host("one", 2048, 2, 512), host("two", 2048, 1, 512))).isEqualTo("two");
    assertThat(chosen(host("two", 2048, 1, 512), host("one", 2048, 1, 512))).isEqualTo("one");
  }

  @Test
  void capacityComesBeforeSpread() {
    assertThat(chosen(host("full", 512, 1, 300), host("crowded", 4096, 12, 3800)))
        .isEqualTo("crowded");
  }

  @Test
  void whatIsClosedLostOrInMaintenanceIsLeftOut() {
    assertThat(
            chosen(
                host("lost", 4096, 0, 0, State.LOST, Wish.OPEN),
                host("closed", 4096, 0, 0, State.CLOSED, Wish.OPEN),
                host("mended", 4096, 0, 0, State.UP, Wish.MAINTENANCE),
                host("drained", 4096, 0, 0, State.UP, Wish.DRAIN),
                host("reopens", 4096, 0, 0, State.UP, Wish.REOPEN),
                host("up", 1024, 2, 512)))
        .isEqualTo("up");
  }

  @Test
  void moreMayBePromisedThanThereIs() {
    HostLoad full = host("one", 1024, 4, 1024);
    assertThat(placement.choose(List.of(full), NEED)).isInstanceOf(Choice.NoRoom.class);
    assertThat(new Placement(200).choose(List.of(full), NEED))
        .isEqualTo(new Choice.On(new HostName("one")));
    assertThat(new Placement(200).choose(List.of(host("one", 1024, 8, 2048)), NEED))
        .isInstanceOf(Choice.NoRoom.class);
  }

  @Test
  void aHostWithoutRoomForTheWholeDiskIsFull() {
    assertThat(refused(placement, new Need(256, 9_000), host("one", 4096, 0, 0)))
        .contains("one (8000 MiB of disk free)");
  }

  @Test
  void whoFindsNoRoomReadsWhyForEachHostAndWhatToDo() {
    assertThat(
            refused(
                placement,
                NEED,
                host("one", 1024, 3, 900),
                host("three", 1024, 0, 0, State.LOST, Wish.OPEN),
                host("two", 1024, 0, 0, State.UP, Wish.MAINTENANCE)))
        .isEqualTo(
            "no host has room: 256 MiB of memory and 1024 MiB of disk are needed; one (124 MiB of"
                + " memory left to promise), three (It does not answer), two (it is in"
                + " maintenance). Add a host, end a maintenance, delete tenants, or choose a"
                + " smaller plan.");
    assertThat(refused(placement, NEED)).contains("none is known yet");
  }
}
