package org.ringfence.hypervisor.contract;

import java.util.List;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HypervisorDriverFactory;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;

/** What the contract needs to know of one engine, and may do to it behind its driver's back. */
public interface HypervisorHarness extends AutoCloseable {
  HypervisorDriverFactory factory();

  /** Settings that lead every driver made from them to the same, at first empty, engine. */
  DriverConfig config();

  /**
   * A specification that this engine can run.
   *
   * @param host tells networks addresses apart; 10 to 200
   */
  VmSpec spec(VmName name, int host);

  /** A well-formed template that is not there. */
  Template missingTemplate();

  /** A document that the template's guest accepts, for the VM of this specification. */
  IdentityDocument identity(VmSpec spec);

  /** Something of that name which the driver did not make and must not touch. */
  void plantForeign(VmName name);

  /** Whether the planted thing is unharmed. */
  boolean hasForeign(VmName name);

  /** Ends a running VM the way a crash does. */
  void crash(VmName name);

  /** Leaves what a driver leaves that dies in the middle of {@code create}. */
  void interruptCreation(VmSpec spec);

  /** Makes sure that the running guest does not follow a request to power off. */
  void deafenGuest(VmName name);

  /** Waits until the guest would follow a request to power off. */
  void awaitGuest(VmName name);

  /** Whether the last run ended because the guest powered off, not because its power was cut. */
  boolean guestPoweredOff(VmName name);

  /** Whatever exists for this VM: processes, files, devices. */
  List<String> tracesOf(VmSpec spec);

  /** Removes the engine with all that the tests left. */
  @Override
  void close();
}
