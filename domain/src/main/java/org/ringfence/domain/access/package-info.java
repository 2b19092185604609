/** Keys with which programs use the API. */
@NullMarked
package org.ringfence.domain.access;

import org.jspecify.annotations.NullMarked;
