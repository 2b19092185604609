/** Who asked to be called on the tenant's websites, and what came of it. */
@NullMarked
package org.ringfence.web.lead;

import org.jspecify.annotations.NullMarked;
