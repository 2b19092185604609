/** Search over everything a tenant has. */
@NullMarked
package org.ringfence.web.search;

import org.jspecify.annotations.NullMarked;
