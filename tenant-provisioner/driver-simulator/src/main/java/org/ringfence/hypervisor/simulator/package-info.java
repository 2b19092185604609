/** A hypervisor that exists in memory only, for portal work and for fleets of a thousand. */
@NullMarked
package org.ringfence.hypervisor.simulator;

import org.jspecify.annotations.NullMarked;
