/** VMs that wait for tenants. */
@NullMarked
package org.ringfence.domain.pool;

import org.jspecify.annotations.NullMarked;
