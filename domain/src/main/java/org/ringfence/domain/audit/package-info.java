/** Who did what, and when. */
@NullMarked
package org.ringfence.domain.audit;

import org.jspecify.annotations.NullMarked;
