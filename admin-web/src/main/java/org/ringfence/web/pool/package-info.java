/** Machines that wait for tenants, for the hosting admin. */
@NullMarked
package org.ringfence.web.pool;

import org.jspecify.annotations.NullMarked;
