package org.ringfence.hypervisor.simulator;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.ringfence.hypervisor.ConfigKey;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorDriverFactory;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.SnapshotName;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.TemplateDigest;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.contract.SnapshotHarness;
import org.ringfence.hypervisor.contract.StandByHarness;

/** A simulated engine of its own for one test. */
final class SimulatorHarness implements SnapshotHarness, StandByHarness {
  private static final Template TEMPLATE = template("0123456789ab");
  private static final Template MISSING = template("ffffffffffff");

  private final AdvancingClock clock = new AdvancingClock();
  private final SimulatedHypervisor hypervisor =
      new SimulatedHypervisor(clock, clock::advance, 4096);

  SimulatorHarness() {
    hypervisor.withdraw(MISSING.digest());
  }

  private static Template template(String digest) {
    return new Template(TemplateDigest.of(digest), URI.create("simulator:" + digest));
  }

  @Override
  public HypervisorDriverFactory factory() {
    SimulatorDriverFactory real = new SimulatorDriverFactory();
    return new HypervisorDriverFactory() {
      @Override
      public String name() {
        return real.name();
      }

      @Override
      public List<ConfigKey> configKeys() {
        return real.configKeys();
      }

      @Override
      public HypervisorDriver create(DriverConfig config) {
        return new SimulatorDriver(hypervisor);
      }
    };
  }

  @Override
  public DriverConfig config() {
    return DriverConfig.of(new SimulatorDriverFactory().configKeys(), Map.of());
  }

  @Override
  public VmSpec spec(VmName name, int host) {
    return new VmSpec(
        name,
        TEMPLATE,
        1,
        256,
        64,
        VmNetwork.of(Ipv4Interface.parse("10.1.0." + host + "/24"), Ipv4Address.parse("10.1.0.1")));
  }

  @Override
  public Template missingTemplate() {
    return MISSING;
  }

  @Override
  public IdentityDocument identity(VmSpec spec) {
    return IdentityDocument.of("hostname=" + spec.name());
  }

  @Override
  public void plantForeign(VmName name) {
    hypervisor.plantForeign(name);
  }

  @Override
  public boolean hasForeign(VmName name) {
    return hypervisor.hasForeign(name);
  }

  @Override
  public void crash(VmName name) {
    hypervisor.crash(name);
  }

  @Override
  public void interruptCreation(VmSpec spec) {
    hypervisor.interruptCreation(spec);
  }

  @Override
  public void deafenGuest(VmName name) {
    hypervisor.deafen(name);
  }

  @Override
  public void awaitGuest(VmName name) {
    // A simulated guest listens from the start.
  }

  @Override
  public boolean guestPoweredOff(VmName name) {
    return hypervisor.guestPoweredOff(name);
  }

  @Override
  public List<String> tracesOf(VmSpec spec) {
    return hypervisor.inspect(spec.name()).map(Object::toString).stream().toList();
  }

  @Override
  public void close() {
    // The engine is this object's alone.
  }

  @Override
  public void write(VmName name, String text) {
    hypervisor.write(name, text);
  }

  @Override
  public String written(VmName name) {
    return hypervisor.written(name);
  }

  @Override
  public void prepare(HypervisorDriver driver, VmSpec shape) {
    // A simulated VM needs nothing to stand by.
  }

  @Override
  public void awaitIdentity(VmName name, IdentityDocument document) {
    if (!hypervisor.identity(name).equals(Optional.of(document))) {
      throw new AssertionError("the guest has another document");
    }
  }

  @Override
  public boolean guestMoved(VmName name) {
    return hypervisor.identity(name).isPresent();
  }

  @Override
  public void interruptSnapshot(VmName name, SnapshotName snapshot) {
    // The simulator's snapshots are whole or not there.
  }

  /** Moves by a second whenever somebody looks, so that two runs never begin at the same time. */
  private static final class AdvancingClock extends Clock {
    private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

    private void advance(Duration duration) {
      millis.addAndGet(duration.toMillis());
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.addAndGet(1000));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the simulator has no use for zones");
    }
  }
}
