package org.ringfence.hypervisor;

import java.util.List;

/** Makes a driver from its settings; found with {@link java.util.ServiceLoader}. */
public interface HypervisorDriverFactory {
  /** The value of {@code ringfence.hypervisor} that selects this driver. */
  String name();

  /** Every setting that {@link #create} reads. */
  List<ConfigKey> configKeys();

  /**
   * Makes an instance; several may work on the same engine.
   *
   * @throws HypervisorException USER when a setting is wrong, EXTERNAL when the engine is not there
   */
  HypervisorDriver create(DriverConfig config);
}
