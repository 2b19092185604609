package org.ringfence.domain.machine;

import java.time.Instant;

/** One step of a VM's life, as the hoster sees it. */
public record StageChange(VmStage stage, String reason, Instant at) {}
