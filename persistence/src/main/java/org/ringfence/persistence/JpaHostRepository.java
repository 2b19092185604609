package org.ringfence.persistence;

import static java.util.stream.Collectors.toMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.HostLoad;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaHostRepository extends JpaRepository implements HostRepository {
  private static final String NOBODY = "";

  @Inject LiveEvents events;

  @Override
  public List<Host> list() {
    return read(entities.createQuery("select h from HostRow h order by h.name", HostRow.class))
        .stream()
        .map(HostRow::toHost)
        .toList();
  }

  @Override
  public Optional<Host> find(HostName name) {
    return readOne(
            entities
                .createQuery("select h from HostRow h where h.name = :name", HostRow.class)
                .setParameter("name", name.value()))
        .map(HostRow::toHost);
  }

  @Override
  public List<HostLoad> loads(int memoryMib, Optional<VmId> except) {
    Map<String, Object[]> sums =
        entities
            .createQuery(
                "select v.host, count(v), sum(coalesce(p.memoryMib, :memory))"
                    + " from VmRow v left join v.plan p"
                    + " where v.host is not null and v.id <> :except group by v.host",
                Object[].class)
            .setParameter("memory", memoryMib)
            .setParameter("except", except.map(VmId::toString).orElse(NOBODY))
            .getResultStream()
            .collect(toMap(row -> (String) row[0], Function.identity()));
    return list().stream()
        .map(
            host -> {
              Object[] sum = sums.getOrDefault(host.name().value(), new Object[] {"", 0L, 0L});
              return new HostLoad(
                  host, ((Number) sum[1]).intValue(), ((Number) sum[2]).longValue());
            })
        .toList();
  }

  @Override
  public List<TenantId> tenants(HostName name) {
    return read(
            entities
                .createQuery(
                    "select v.tenantId from VmRow v where v.host = :host order by v.name",
                    String.class)
                .setParameter("host", name.value()))
        .stream()
        .map(TenantId::parse)
        .toList();
  }

  @Override
  public Optional<HostName> of(VmId vm) {
    return readOne(
            entities
                .createQuery(
                    "select v.host from VmRow v where v.id = :id and v.host is not null",
                    String.class)
                .setParameter("id", vm.toString()))
        .map(HostName::new);
  }

  @Override
  public void found(Collection<Host> present, Instant now) {
    Map<HostName, Host> gone = new HashMap<>();
    list().forEach(known -> gone.put(known.name(), known));
    for (Host seen : present) {
      Optional<Host> before = Optional.ofNullable(gone.remove(seen.name()));
      store(before, before.map(known -> merged(known, seen)).orElse(seen), now);
    }
    for (Host before : gone.values()) {
      if (tenants(before.name()).isEmpty()) {
        entities
            .createQuery("delete from HostRow h where h.name = :name")
            .setParameter("name", before.name().value())
            .executeUpdate();
        tell(before.name(), now);
      } else {
        store(
            Optional.of(before),
            new Host(
                before.name(),
                Host.State.LOST,
                "The hypervisor does not know this host any more.",
                before.capacity(),
                Host.Size.UNKNOWN,
                before.wish(),
                before.note(),
                before.seenAt()),
            now);
      }
    }
  }

  /** What people want stays, and of a lost host what it had. */
  private static Host merged(Host known, Host seen) {
    return new Host(
        known.name(),
        seen.state(),
        seen.reason(),
        seen.state() == Host.State.LOST ? known.capacity() : seen.capacity(),
        seen.used(),
        known.wish(),
        known.note(),
        seen.state() == Host.State.LOST ? known.seenAt() : seen.seenAt());
  }

  private void store(Optional<Host> before, Host after, Instant now) {
    // Only the columns that this is about: a wish stored meanwhile stays.
    Host stored = HostRow.of(after).toHost();
    if (before.isEmpty()) {
      entities.merge(HostRow.of(after));
      flush();
    } else if (!before.get().equals(stored)) {
      entities
          .createQuery(
              "update HostRow h set h.state = :state, h.reason = :reason, h.vcpus = :vcpus,"
                  + " h.memoryMib = :memory, h.diskMib = :disk, h.usedMemoryMib = :usedMemory,"
                  + " h.usedDiskMib = :usedDisk, h.seenAt = :seen where h.name = :name")
          .setParameter("state", stored.state().name())
          .setParameter("reason", stored.reason())
          .setParameter("vcpus", stored.capacity().vcpus())
          .setParameter("memory", stored.capacity().memoryMib())
          .setParameter("disk", stored.capacity().diskMib())
          .setParameter("usedMemory", stored.used().memoryMib())
          .setParameter("usedDisk", stored.used().diskMib())
          .setParameter("seen", Micros.of(stored.seenAt()))
          .setParameter("name", stored.name().value())
          .executeUpdate();
    }
    boolean news =
        before
            .filter(
                known ->
                    known.state() == stored.state()
                        && known.reason().equals(stored.reason())
                        && known.capacity().equals(stored.capacity()))
            .isEmpty();
    if (news) {
      tell(stored.name(), now);
    }
  }

  @Override
  public void located(Map<String, HostName> hosts) {
    Map<String, String> known =
        entities
            .createQuery("select v.name, coalesce(v.host, '') from VmRow v", Object[].class)
            .getResultStream()
            .collect(toMap(row -> (String) row[0], row -> (String) row[1]));
    hosts.forEach(
        (vm, host) -> {
          String before = known.get(vm);
          if (before != null && !before.equals(host.value())) {
            // Unless somebody placed it anew in between: who did knows better.
            entities
                .createQuery(
                    "update VmRow v set v.host = :host"
                        + " where v.name = :vm and coalesce(v.host, '') = :before")
                .setParameter("host", host.value())
                .setParameter("vm", vm)
                .setParameter("before", before)
                .executeUpdate();
          }
        });
  }

  @Override
  public void place(VmId vm, HostName host) {
    entities
        .createQuery("update VmRow v set v.host = :host where v.id = :id")
        .setParameter("host", host.value())
        .setParameter("id", vm.toString())
        .executeUpdate();
  }

  @Override
  public void wake(String name) {
    entities
        .createQuery("update VmRow v set v.nextCheck = 0 where v.name = :name")
        .setParameter("name", name)
        .executeUpdate();
  }

  @Override
  public void hold(VmId vm, Instant until) {
    entities
        .createQuery(
            "update VmRow v set v.leaseUntil = :until,"
                + " v.nextCheck = case when v.nextCheck = 0 then 0 else :until end"
                + " where v.id = :id and v.leaseOwner is not null and v.leaseUntil < :until")
        .setParameter("until", Micros.of(until))
        .setParameter("id", vm.toString())
        .executeUpdate();
  }

  @Override
  public void wish(HostName name, Host.Wish wish, Instant now) {
    int changed =
        entities
            .createQuery("update HostRow h set h.wish = :wish, h.note = '' where h.name = :name")
            .setParameter("wish", wish.name())
            .setParameter("name", name.value())
            .executeUpdate();
    if (changed == 1) {
      entities
          .createQuery("update VmRow v set v.nextCheck = 0 where v.host = :host")
          .setParameter("host", name.value())
          .executeUpdate();
      tell(name, now);
    }
  }

  @Override
  public void reopened(HostName name, Instant now) {
    int changed =
        entities
            .createQuery(
                "update HostRow h set h.wish = :open, h.note = ''"
                    + " where h.name = :name and h.wish = :reopen")
            .setParameter("open", Host.Wish.OPEN.name())
            .setParameter("reopen", Host.Wish.REOPEN.name())
            .setParameter("name", name.value())
            .executeUpdate();
    if (changed == 1) {
      tell(name, now);
    }
  }

  @Override
  public void note(HostName name, String words, Instant now) {
    int changed =
        entities
            .createQuery(
                "update HostRow h set h.note = :note where h.name = :name and h.note <> :note")
            .setParameter("note", cut(words, HostRow.WORDS))
            .setParameter("name", name.value())
            .executeUpdate();
    if (changed == 1) {
      tell(name, now);
    }
  }

  private void tell(HostName name, Instant now) {
    events.publish(Optional.empty(), "host", name.value(), now);
  }
}
