/** What a tenant configures: trunks and extensions, and the snapshot the generator renders. */
@NullMarked
package org.ringfence.domain.pbx;

import org.jspecify.annotations.NullMarked;
