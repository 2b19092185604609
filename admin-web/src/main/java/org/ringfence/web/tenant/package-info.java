/** Tenants: creating them, entering them, and whose data a request may see. */
@NullMarked
package org.ringfence.web.tenant;

import org.jspecify.annotations.NullMarked;
