/** Brings observed VMs to their desired state, and feeds guests their configuration. */
@NullMarked
package org.ringfence.reconciler;

import org.jspecify.annotations.NullMarked;
