/** Tells open pages that something changed, so that they look again. */
@NullMarked
package org.ringfence.web.live;

import org.jspecify.annotations.NullMarked;
