package org.ringfence.domain.pool;

import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.template.TemplateId;

/**
 * A VM that is no tenant's. What it is called and its address are the tenant's who gets it; its
 * secrets are made then.
 *
 * @param host whose pool it is in
 * @param name its name on the hypervisor
 * @param reason why the stage is what it is, in words; empty when there is nothing to say
 * @param template the version that it is to be made of
 * @param madeAs what it was made as when it last began to wait: template, size, and engine; empty
 *     before
 * @param failures consecutive ones, for the back-off
 */
public record PooledMachine(
    VmId id,
    String host,
    String name,
    Ipv4 address,
    PooledStage stage,
    String reason,
    Instant stageSince,
    TemplateId template,
    Optional<Plan> plan,
    String madeAs,
    int failures) {}
