/** Places callbacks through each tenant's own Asterisk. */
@NullMarked
package org.ringfence.dialer;

import org.jspecify.annotations.NullMarked;
