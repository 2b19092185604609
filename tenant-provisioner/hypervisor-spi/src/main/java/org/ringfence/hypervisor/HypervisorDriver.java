package org.ringfence.hypervisor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs VMs on one engine. Every operation is idempotent and safe to repeat after a crash at any
 * point of it, from this instance or a new one: the engine holds the state, the driver none that
 * matters. Instances are thread-safe; operations on one VM take turns, those on different VMs do
 * not wait for each other. All of them block, and throw {@link HypervisorException}.
 */
public interface HypervisorDriver extends AutoCloseable {
  /**
   * Makes the VM's disk and whatever must exist before it can start; nothing runs yet. Does nothing
   * when the VM exists with an equal specification, running or not.
   *
   * @throws HypervisorException USER when it exists with another specification; after any failure
   *     nothing of the VM is left
   */
  void create(VmSpec spec);

  /**
   * Gives a VM that does not run another template, size or network; its data stays. Does nothing
   * when it has that specification already, running or not.
   *
   * @throws HypervisorException USER when there is no such VM, when it runs, or when its data disk
   *     would become smaller
   */
  void reconfigure(VmSpec spec);

  /**
   * Runs the VM and hands it the identity document. Does nothing when it runs already: the guest
   * then keeps the document of its own start. Returns when the engine runs the guest, long before
   * the guest is ready.
   *
   * @throws HypervisorException USER when there is no such VM
   */
  void start(VmName name, IdentityDocument identity);

  /**
   * Asks the guest to power off and cuts its power when the limit has passed. Does nothing when the
   * VM does not run or does not exist.
   */
  void stop(VmName name, Duration limit);

  /** Cuts the power now. Does nothing when the VM does not run or does not exist. */
  void kill(VmName name);

  /**
   * Removes the VM with its data, running or not, and all that was made for it. Does nothing when
   * there is no such VM.
   */
  void delete(VmName name);

  /**
   * Empty when there is no such VM, or when what has the name does not carry our label.
   *
   * @throws HypervisorException EXTERNAL when its host does not answer
   */
  Optional<VmStatus> inspect(VmName name);

  /** Every VM that carries our label, half-made ones too, ordered by name; no other. */
  List<VmStatus> list();

  DriverInfo info();

  /** Releases what this instance holds; VMs keep running. */
  @Override
  void close();
}
