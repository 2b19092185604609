/** Configuration revisions: preview, diff, state and rollback. */
@NullMarked
package org.ringfence.web.revision;

import org.jspecify.annotations.NullMarked;
