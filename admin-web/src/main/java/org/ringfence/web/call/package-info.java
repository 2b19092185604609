/** The history of calls. */
@NullMarked
package org.ringfence.web.call;

import org.jspecify.annotations.NullMarked;
