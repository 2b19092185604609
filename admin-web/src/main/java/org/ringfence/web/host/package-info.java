/** The hosts that VMs run on, for the hosting admin. */
@NullMarked
package org.ringfence.web.host;

import org.jspecify.annotations.NullMarked;
