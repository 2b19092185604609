/** The VM of a tenant: what it should be, what it is, and how it got there. */
@NullMarked
package org.ringfence.domain.machine;

import org.jspecify.annotations.NullMarked;
