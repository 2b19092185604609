/** The queue of callbacks, as a tenant's programs fill and watch it. */
@NullMarked
package org.ringfence.web.queue;

import org.jspecify.annotations.NullMarked;
