package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.HostName;

@Entity
@Table(name = "hypervisor_host")
@SuppressWarnings("NullAway.Init")
class HostRow {
  /** What the columns for words hold. */
  static final int WORDS = 1000;

  @Id String name;

  String state;
  String reason;
  int vcpus;

  @Column(name = "memory_mib")
  long memoryMib;

  @Column(name = "disk_mib")
  long diskMib;

  @Column(name = "used_memory_mib")
  long usedMemoryMib;

  @Column(name = "used_disk_mib")
  long usedDiskMib;

  String wish;
  String note;

  @Column(name = "seen_at")
  long seenAt;

  static HostRow of(Host host) {
    HostRow row = new HostRow();
    row.name = host.name().value();
    row.state = host.state().name();
    row.reason = JpaRepository.cut(host.reason(), WORDS);
    row.vcpus = host.capacity().vcpus();
    row.memoryMib = host.capacity().memoryMib();
    row.diskMib = host.capacity().diskMib();
    row.usedMemoryMib = host.used().memoryMib();
    row.usedDiskMib = host.used().diskMib();
    row.wish = host.wish().name();
    row.note = JpaRepository.cut(host.note(), WORDS);
    row.seenAt = Micros.of(host.seenAt());
    return row;
  }

  Host toHost() {
    return new Host(
        new HostName(name),
        Host.State.valueOf(state),
        reason,
        new Host.Size(vcpus, memoryMib, diskMib),
        new Host.Size(0, usedMemoryMib, usedDiskMib),
        Host.Wish.valueOf(wish),
        note,
        Micros.toInstant(seenAt));
  }
}
