package org.ringfence.hypervisor;

import java.time.Instant;

/** What a driver sees of one VM at one moment. Says nothing of the software inside the guest. */
public sealed interface VmStatus {
  VmName name();

  /** Complete, its data kept, not running: {@link HypervisorDriver#start} runs it. */
  record Stopped(VmName name, TemplateDigest template) implements VmStatus {}

  /**
   * The guest's processors run.
   *
   * @param startedAt when this run began; differs from run to run, so it tells a restart
   */
  record Running(VmName name, TemplateDigest template, Instant startedAt) implements VmStatus {}

  /**
   * Started but for its identity, see {@link StandBy}: nobody's, and without data. {@link
   * HypervisorDriver#start} runs it.
   */
  record Waiting(VmName name, TemplateDigest template) implements VmStatus {}

  /**
   * None of these: half made, damaged, or halted by the engine. {@link HypervisorDriver#kill} then
   * {@link HypervisorDriver#start} may cure it; {@link HypervisorDriver#delete} always removes it.
   *
   * @param reason for an operator to read
   */
  record Broken(VmName name, String reason) implements VmStatus {}

  /**
   * It is on a host that the engine does not reach: what it does nobody can say, and nothing can be
   * done to it until the host is back. Only lists have it; whoever asks for such a VM alone gets a
   * {@link HypervisorException} with {@code EXTERNAL} instead, so that nobody mistakes it for one
   * that is off or gone.
   *
   * @param reason for an operator to read
   */
  record Lost(VmName name, String reason) implements VmStatus {}
}
