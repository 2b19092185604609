/** Whether this process lives and can serve, for those who watch it. */
@NullMarked
package org.ringfence.web.health;

import org.jspecify.annotations.NullMarked;
