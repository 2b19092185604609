/** Tenant VMs as system containers of Incus or LXD 5, on one machine or on a cluster. */
@NullMarked
package org.ringfence.hypervisor.incus;

import org.jspecify.annotations.NullMarked;
