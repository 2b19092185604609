/** Who may call where, and by which trunk: the calling policy and the outbound routes. */
@NullMarked
package org.ringfence.web.outbound;

import org.jspecify.annotations.NullMarked;
