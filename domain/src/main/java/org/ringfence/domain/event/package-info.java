/** What changed just now, for everyone who watches. */
@NullMarked
package org.ringfence.domain.event;

import org.jspecify.annotations.NullMarked;
