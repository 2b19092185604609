/** What the tenant's widgets bring, in counters and charts. */
@NullMarked
package org.ringfence.web.analytics;

import org.jspecify.annotations.NullMarked;
