/** Configuration revisions: requested, rendered, applied in the VM or refused by it. */
@NullMarked
package org.ringfence.domain.revision;

import org.jspecify.annotations.NullMarked;
