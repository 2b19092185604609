package org.ringfence.domain.machine;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.template.VmTemplate;
import org.ringfence.domain.tenant.TenantId;

/**
 * A tenant's VM as the database knows it.
 *
 * @param name its name on the hypervisor, unique per platform
 * @param address its address on the tenant network; SIP answers on port 5060
 * @param guestSecret what the guest authenticates with towards the centre
 * @param amiSecret what the dialer authenticates with towards this VM's Asterisk
 * @param bootId what the guest last reported as its boot id; empty before the first boot
 * @param reason why the stage is what it is, in words; empty when there is nothing to say
 * @param failures consecutive failures, for the back-off
 * @param restartAsked when somebody asked for a restart that has not happened yet
 * @param deleteAfter until when a VM to be deleted can still be had back; empty for none
 * @param disk what is to be done to its data disk
 * @param plan empty for what every VM of this installation has, without a cap
 * @param template the version of the guest template that it is to run
 */
public record VirtualMachine(
    VmId id,
    TenantId tenantId,
    String name,
    DesiredState desired,
    VmStage stage,
    String reason,
    Ipv4 address,
    Secret guestSecret,
    Secret amiSecret,
    String bootId,
    int failures,
    Instant stageSince,
    Optional<Instant> restartAsked,
    Optional<Instant> deleteAfter,
    DataDisk disk,
    Optional<Plan> plan,
    VmTemplate template) {

  /** A VM that nobody wants restarted, deleted or put back. */
  public VirtualMachine(
      VmId id,
      TenantId tenantId,
      String name,
      DesiredState desired,
      VmStage stage,
      String reason,
      Ipv4 address,
      Secret guestSecret,
      Secret amiSecret,
      String bootId,
      int failures,
      Instant stageSince) {
    this(
        id,
        tenantId,
        name,
        desired,
        stage,
        reason,
        address,
        guestSecret,
        amiSecret,
        bootId,
        failures,
        stageSince,
        Optional.empty(),
        Optional.empty(),
        DataDisk.OWN,
        Optional.empty(),
        VmTemplate.UNKNOWN);
  }

  /** What the plan lets its PBX carry at the same time. */
  public OptionalInt mostCalls() {
    return plan.map(chosen -> OptionalInt.of(chosen.calls())).orElseGet(OptionalInt::empty);
  }

  public VirtualMachine with(DataDisk changed) {
    return withDisk(guestSecret, amiSecret, changed);
  }

  /** A disk that was put back makes another VM of it, as far as others can tell. */
  public VirtualMachine withDisk(Secret newGuestSecret, Secret newAmiSecret, DataDisk changed) {
    return new VirtualMachine(
        id,
        tenantId,
        name,
        desired,
        stage,
        reason,
        address,
        newGuestSecret,
        newAmiSecret,
        bootId,
        failures,
        stageSince,
        restartAsked,
        deleteAfter,
        changed,
        plan,
        template);
  }

  public VirtualMachine with(Optional<Plan> chosen) {
    return new VirtualMachine(
        id,
        tenantId,
        name,
        desired,
        stage,
        reason,
        address,
        guestSecret,
        amiSecret,
        bootId,
        failures,
        stageSince,
        restartAsked,
        deleteAfter,
        disk,
        chosen,
        template);
  }

  public VirtualMachine with(VmTemplate changed) {
    return new VirtualMachine(
        id,
        tenantId,
        name,
        desired,
        stage,
        reason,
        address,
        guestSecret,
        amiSecret,
        bootId,
        failures,
        stageSince,
        restartAsked,
        deleteAfter,
        disk,
        plan,
        changed);
  }
}
