/** Call handling: ring groups, queues, opening hours and conferences. */
@NullMarked
package org.ringfence.web.handling;

import org.jspecify.annotations.NullMarked;
