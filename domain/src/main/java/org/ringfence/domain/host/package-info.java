/**
 * The hosts that VMs run on: how full they are, what is wanted of them, and which takes the next.
 */
@NullMarked
package org.ringfence.domain.host;

import org.jspecify.annotations.NullMarked;
