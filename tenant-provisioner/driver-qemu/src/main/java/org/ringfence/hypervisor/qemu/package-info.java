/** Tenant VMs as plain QEMU processes on this host. */
@NullMarked
package org.ringfence.hypervisor.qemu;

import org.jspecify.annotations.NullMarked;
